/* The kinds of values and the types that descriptions may name.
 *
 * A kind says how a number or some bytes are shown; a type is a kind with a
 * width.  One line here makes a type usable in syscalls/, and one line in
 * each formatter's table makes a new kind visible. */
#ifndef RASTRO_CALLS_KIND_H
#define RASTRO_CALLS_KIND_H

#include <stdbool.h>
#include <stdint.h>

/* KIND(name): text form, in strace's style */
#define KINDS(KIND)                                                                            \
	KIND(VOID)	/* nothing */                                                          \
	KIND(INT)	/* -5 */                                                               \
	KIND(UINT)	/* 5 */                                                                \
	KIND(HEX)	/* 0x5, 0 */                                                           \
	KIND(OCT)	/* 017, 000 */                                                         \
	KIND(ADDR)	/* 0x7f00, NULL */                                                     \
	KIND(FD)	/* 3</path> */                                                         \
	KIND(DIRFD)	/* AT_FDCWD</cwd>, 3 */                                                \
	KIND(PID)	/* 17<comm> */                                                         \
	KIND(UID)	/* 0, -1 */                                                            \
	KIND(SIGNAL)	/* SIGINT, 0 */                                                        \
	KIND(FILEMODE)	/* S_IFREG|0644 */                                                     \
	KIND(DEV)	/* makedev(0x8, 0x1) */                                                \
	KIND(FLAGS)	/* A|B */                                                              \
	KIND(ENUM)	/* A */                                                                \
	KIND(STRUCT)	/* {a=1, b=2} */                                                       \
	KIND(CHOICE)	/* what a sibling says */                                              \
	KIND(BYTES)	/* "ab\0"... : a buffer */                                             \
	KIND(PACKET)	/* the same, or the messages in it: what a socket carries */           \
	KIND(HEXBYTES)	/* "\x61\x00"... : a buffer, every byte in hexadecimal */               \
	KIND(STRING)	/* "ab"... : ends at a NUL */                                          \
	KIND(TEXT)	/* "a\0b" : as long as its bytes, the last of which should be a NUL */ \
	KIND(PATH)	/* "/etc/passwd" : a STRING never cut, takes part in -P */             \
	KIND(CUSTOM)	/* bytes that a function in calls/custom.c turns into values */        \
	KIND(SIGMASK)	/* the same, in a number */                                            \
	KIND(SIGSET)	/* [INT CHLD], ~[] */                                                  \
	KIND(FDSET)	/* [3 4] */                                                            \
	KIND(CPUSET)	/* [0 1] */                                                            \
	KIND(IFINDEX)	/* if_nametoindex("lo") */                                \
	KIND(PORT)	/* htons(80) */                                                        \
	KIND(BE32)	/* htonl(5) */                                                         \
	KIND(BE64)	/* htobe64(5) */                                                       \
	KIND(INADDR)	/* inet_addr("127.0.0.1") */                                           \
	KIND(IN6ADDR)	/* inet_pton(AF_INET6, "::1", &name) */                                \
	KIND(HWADDR)	/* 00:11:22:33:44:55 */                                                \
	KIND(SUNPATH)	/* "/run/x", @"abstract" */                                            \
	KIND(WSTATUS)	/* {WIFEXITED(s) && WEXITSTATUS(s) == 0} */                            \
	KIND(RLIM)	/* 8192*1024, RLIM_INFINITY */                                         \
	KIND(RLIM64)	/* 8192*1024, RLIM64_INFINITY */                                       \
	KIND(TIME)	/* seconds since 1970, shown with its date: 5 (date comment follows) */   \
	KIND(CLOCKID)	/* CLOCK_REALTIME, MAKE_PROCESS_CPUCLOCK(..) */                        \
	KIND(ERRNO)	/* ENOENT, 0: a positive or negative errno as data */                  \
	KIND(ETHERTYPE)	/* htons(ETH_P_ALL) */                                                 \
	KIND(BPF)	/* BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0x4) */                              \
	KIND(SECCOMP)	/* the same in a seccomp filter: BPF_STMT(BPF_RET|BPF_K, SECCOMP_RET_ALLOW) */ \
	KIND(EBPF)	/* BPF_ALU64|BPF_K|BPF_MOV : the code of an instruction */             \
	KIND(HARDWAREEVENT) /* PERF_COUNT_HW_CPU_CYCLES, 0x4<<32|PERF_COUNT_HW_CPU_CYCLES */   \
	KIND(CACHEEVENT) /* PERF_COUNT_HW_CACHE_RESULT_MISS<<16|... */                         \
	KIND(QUOTACMD)	/* QCMD(Q_SYNC, USRQUOTA) */                                           \
	KIND(PAGES)	/* 0x3000 : a number of pages, shown in bytes */                                \
	KIND(PADHEX)	/* 0x000005 : as wide as the number */                                          \
	KIND(TICKS)	/* 5 : clock ticks, with the seconds they are: 0.05 s */                        \
	KIND(IOPRIO)	/* IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4) */                                     \
	KIND(FUTEXOP)	/* FUTEX_OP_SET<<28|0<<12|FUTEX_OP_CMP_LT<<24|0x3 */                            \
	KIND(INTERRUPTED) /* <... resuming interrupted read ...> */                        \
	KIND(CALL)	/* __NR_read, on x86-64 */                                               \
	KIND(CALL_I386) /* __NR_read, on i386 */                                                 \
	KIND(TAIL)	/* the rest of an extensible structure, when it is not all zeros */     \
	KIND(MORE)	/* the same, not looked at: "..." */                                    \
	KIND(FOURCC)	/* v4l2_fourcc('Y', 'U', 'Y', 'V') */                                  \
	KIND(FRACTION)	/* 30/1 */                                                             \
	KIND(VERSION)	/* KERNEL_VERSION(6, 1, 0) */                                          \
	KIND(CHARACTER) /* 'a' */                                                              \
	KIND(UUID)	/* 01020304-0506-0708-090a-0b0c0d0e0f10 */                             \
	KIND(BITMASK)	/* [A B], ~[A]: bits by their names in a set */                        \
	KIND(PITCH)	/* 1193 (1000 Hz) : periods of the timer for a sound, with what it is */ \
	KIND(TONE)	/* 125<<16|1193 (1000 Hz, 125 ms) : and how long it is */               \
	KIND(KEYSYMBOL)	/* 0xb61 (K(KT_LETTER, 'a')) : what a key brings forth */               \
	KIND(BITSET)	/* [A B] : the same, of any length */                                  \
	KIND(CALLSIGN)	/* LINUX-1 : an address of AX.25 */                                    \
	KIND(BEHEX)	/* htonl(0x5) */                                                       \
	KIND(SPLIT)	/* a number in two halves, the higher one first */                      \
	KIND(PAD)	/* there for the layout only, never shown */

enum kind {
#define KIND(name) KIND_##name,
	KINDS(KIND)
#undef KIND
	KIND_COUNT
};

/* TYPE(name in descriptions, kind, size and alignment on x86-64, on i386, signed) */
#define TYPES(TYPE)                                                                            \
	TYPE(void, VOID, 0, 1, 0, 1, 0)                                                        \
	TYPE(int, INT, 4, 4, 4, 4, 1)                                                          \
	TYPE(uint, UINT, 4, 4, 4, 4, 0)                                                        \
	TYPE(long, INT, 8, 8, 4, 4, 1)                                                         \
	TYPE(ulong, UINT, 8, 8, 4, 4, 0)                                                       \
	TYPE(size, UINT, 8, 8, 4, 4, 0)                                                        \
	TYPE(ssize, INT, 8, 8, 4, 4, 1)                                                        \
	TYPE(s8, INT, 1, 1, 1, 1, 1)                                                           \
	TYPE(s16, INT, 2, 2, 2, 2, 1)                                                          \
	TYPE(s32, INT, 4, 4, 4, 4, 1)                                                          \
	TYPE(s64, INT, 8, 8, 8, 4, 1)                                                          \
	TYPE(u8, UINT, 1, 1, 1, 1, 0)                                                          \
	TYPE(u16, UINT, 2, 2, 2, 2, 0)                                                         \
	TYPE(u32, UINT, 4, 4, 4, 4, 0)                                                         \
	TYPE(u64, UINT, 8, 8, 8, 4, 0)                                                         \
	TYPE(hex, HEX, 8, 8, 4, 4, 0)                                                          \
	TYPE(hex8, HEX, 1, 1, 1, 1, 0)                                                         \
	TYPE(hex16, HEX, 2, 2, 2, 2, 0)                                                        \
	TYPE(hex32, HEX, 4, 4, 4, 4, 0)                                                        \
	TYPE(hex64, HEX, 8, 8, 8, 4, 0)                                                        \
	TYPE(oct32, OCT, 4, 4, 4, 4, 0)                                                        \
	TYPE(mode, OCT, 4, 4, 4, 4, 0)                                                         \
	TYPE(mode64, OCT, 8, 8, 8, 4, 0)                                                       \
	TYPE(umode, OCT, 2, 2, 2, 2, 0)                                                        \
	TYPE(ipcmode, OCT, 4, 4, 2, 2, 0)                                                      \
	TYPE(filemode, FILEMODE, 4, 4, 4, 4, 0)                                                \
	TYPE(filemode16, FILEMODE, 2, 2, 2, 2, 0)                                              \
	TYPE(addr, ADDR, 8, 8, 4, 4, 0)                                                        \
	TYPE(addr32, ADDR, 4, 4, 4, 4, 0)                                                      \
	TYPE(addr64, ADDR, 8, 8, 8, 4, 0)                                                      \
	TYPE(fd, FD, 4, 4, 4, 4, 1)                                                            \
	TYPE(fd64, FD, 8, 8, 8, 4, 1)                                                          \
	TYPE(dirfd, DIRFD, 4, 4, 4, 4, 1)                                                      \
	TYPE(pid, PID, 4, 4, 4, 4, 1)                                                          \
	TYPE(uid, UID, 4, 4, 4, 4, 0)                                                          \
	TYPE(uid16, UID, 2, 2, 2, 2, 0)                                                        \
	TYPE(signal, SIGNAL, 4, 4, 4, 4, 1)                                                    \
	TYPE(signal64, SIGNAL, 8, 8, 8, 4, 0)                                                  \
	TYPE(usignal, SIGNAL, 8, 8, 4, 4, 0)                                                   \
	TYPE(pages, PAGES, 8, 8, 4, 4, 0)                                                      \
	TYPE(padhex, PADHEX, 8, 8, 4, 4, 0)                                                    \
	TYPE(padhex8, PADHEX, 1, 1, 1, 1, 0)                                                   \
	TYPE(padhex32, PADHEX, 4, 4, 4, 4, 0)                                                  \
	TYPE(ticks, TICKS, 8, 8, 4, 4, 1)                                                      \
	TYPE(ticks32, TICKS, 4, 4, 4, 4, 0)                                                    \
	TYPE(ticks64, TICKS, 8, 8, 8, 4, 0)                                                    \
	TYPE(ioprio, IOPRIO, 4, 4, 4, 4, 1)                                                    \
	TYPE(ioprio16, IOPRIO, 2, 2, 2, 2, 0)                                                  \
	TYPE(futexop, FUTEXOP, 4, 4, 4, 4, 0)                                                  \
	TYPE(dev, DEV, 8, 8, 4, 4, 0)                                                          \
	TYPE(dev16, DEV, 2, 2, 2, 2, 0)                                                        \
	TYPE(dev32, DEV, 4, 4, 4, 4, 0)                                                        \
	TYPE(dev64, DEV, 8, 8, 8, 4, 0)                                                        \
	TYPE(off, INT, 8, 8, 4, 4, 1)                                                          \
	TYPE(loff, INT, 8, 8, 8, 4, 1)                                                         \
	TYPE(call_x86_64, CALL, 8, 8, 8, 4, 0)                                                 \
	TYPE(call_i386, CALL_I386, 8, 8, 8, 4, 0)                                              \
	TYPE(split, SPLIT, 8, 8, 8, 4, 1)                                                      \
	TYPE(byte, BYTES, 1, 1, 1, 1, 0)                                                       \
	TYPE(packet, PACKET, 1, 1, 1, 1, 0)                                                    \
	TYPE(hexbyte, HEXBYTES, 1, 1, 1, 1, 0)                                                 \
	TYPE(tail, TAIL, 1, 1, 1, 1, 0)                                                        \
	TYPE(more, MORE, 1, 1, 1, 1, 0)                                                        \
	TYPE(string, STRING, 1, 1, 1, 1, 0)                                                    \
	TYPE(text, TEXT, 1, 1, 1, 1, 0)                                                        \
	TYPE(path, PATH, 1, 1, 1, 1, 0)                                                        \
	TYPE(sigmask, SIGMASK, 4, 4, 4, 4, 0)                                                  \
	TYPE(sigset, SIGSET, 1, 8, 1, 4, 0)                                                    \
	TYPE(fdset, FDSET, 1, 8, 1, 4, 0)                                                      \
	TYPE(cpuset, CPUSET, 1, 8, 1, 4, 0)                                                    \
	TYPE(ifindex, IFINDEX, 4, 4, 4, 4, 0)                                          \
	TYPE(interrupted_call, INTERRUPTED, 4, 4, 4, 4, 1)                              \
	TYPE(port, PORT, 2, 2, 2, 2, 0)                                                        \
	TYPE(be16, PORT, 2, 2, 2, 2, 0)                                                        \
	TYPE(be32, BE32, 4, 4, 4, 4, 0)                                                        \
	TYPE(be64, BE64, 8, 8, 8, 4, 0)                                                        \
	TYPE(inaddr, INADDR, 4, 4, 4, 4, 0)                                                    \
	TYPE(in6addr, IN6ADDR, 1, 4, 1, 4, 0)                                                  \
	TYPE(hwaddr, HWADDR, 1, 1, 1, 1, 0)                                                    \
	TYPE(sunpath, SUNPATH, 1, 1, 1, 1, 0)                                                  \
	TYPE(wstatus, WSTATUS, 4, 4, 4, 4, 0)                                                  \
	TYPE(rlim, RLIM, 8, 8, 4, 4, 0)                                                        \
	TYPE(rlim64, RLIM64, 8, 8, 8, 4, 0)                                                    \
	TYPE(time, TIME, 8, 8, 4, 4, 1)                                                        \
	TYPE(time32, TIME, 4, 4, 4, 4, 1)                                                      \
	TYPE(time64, TIME, 8, 8, 8, 4, 1)                                                      \
	TYPE(clockid, CLOCKID, 4, 4, 4, 4, 1)                                                  \
	TYPE(errno32, ERRNO, 4, 4, 4, 4, 1)                                                    \
	TYPE(errno64, ERRNO, 8, 8, 8, 4, 1)                                                    \
	TYPE(ethertype, ETHERTYPE, 2, 2, 2, 2, 0)                                              \
	TYPE(bpf_instruction, BPF, 8, 4, 8, 4, 0)                                              \
	TYPE(seccomp_instruction, SECCOMP, 8, 4, 8, 4, 0)                                      \
	TYPE(ebpf_code, EBPF, 1, 1, 1, 1, 0)                                                   \
	TYPE(hardware_event, HARDWAREEVENT, 8, 8, 8, 4, 0)                                     \
	TYPE(cache_event, CACHEEVENT, 8, 8, 8, 4, 0)                                           \
	TYPE(quotacmd, QUOTACMD, 4, 4, 4, 4, 0)                                                \
	TYPE(bitmask, BITMASK, 4, 4, 4, 4, 0)                                                  \
	TYPE(pitch, PITCH, 8, 8, 4, 4, 0)                                                      \
	TYPE(tone, TONE, 8, 8, 4, 4, 0)                                                        \
	TYPE(key_symbol, KEYSYMBOL, 2, 2, 2, 2, 0)                                             \
	TYPE(bitset, BITSET, 1, 4, 1, 4, 0)                                                    \
	TYPE(callsign, CALLSIGN, 1, 1, 1, 1, 0)                                                \
	TYPE(behex32, BEHEX, 4, 4, 4, 4, 0)                                                    \
	TYPE(fourcc, FOURCC, 4, 4, 4, 4, 0)                                                    \
	TYPE(fraction, FRACTION, 8, 4, 8, 4, 0)                                                \
	TYPE(version, VERSION, 4, 4, 4, 4, 0)                                                  \
	TYPE(character, CHARACTER, 1, 1, 1, 1, 0)                                              \
	TYPE(character32, CHARACTER, 4, 4, 4, 4, 0)                                            \
	TYPE(uuid, UUID, 1, 1, 1, 1, 0)                                                        \
	TYPE(devold, DEV, 8, 8, 2, 2, 0)                                                       \
	TYPE(pad8, PAD, 1, 1, 1, 1, 0)                                                         \
	TYPE(pad16, PAD, 2, 2, 2, 2, 0)                                                        \
	TYPE(pad32, PAD, 4, 4, 4, 4, 0)                                                        \
	TYPE(pad64, PAD, 8, 8, 8, 4, 0)                                                        \
	TYPE(padlong, PAD, 8, 8, 4, 4, 0)

/* Kinds whose data are a run of bytes, whatever its length: texts, sets, addresses. */
static inline bool kind_is_bytes(enum kind kind)
{
	static const bool runs_of_bytes[KIND_COUNT] = {
		[KIND_BYTES] = true, [KIND_TEXT] = true, [KIND_PACKET] = true,
		[KIND_HEXBYTES] = true, [KIND_STRING] = true, [KIND_PATH] = true,
		[KIND_CUSTOM] = true, [KIND_TAIL] = true, [KIND_MORE] = true,
		[KIND_SIGSET] = true, [KIND_FDSET] = true, [KIND_CPUSET] = true,
		[KIND_IN6ADDR] = true, [KIND_HWADDR] = true, [KIND_UUID] = true,
		[KIND_BITSET] = true, [KIND_CALLSIGN] = true, [KIND_SUNPATH] = true,
	};

	return runs_of_bytes[kind];
}

#endif
