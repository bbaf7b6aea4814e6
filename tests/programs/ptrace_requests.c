/* Every request of ptrace, as if it had succeeded: nobody is traced. */
// rastro: -a 1 -v -e trace=ptrace
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <elf.h>
#include <linux/audit.h>
#include <linux/ptrace.h>
#include <sys/uio.h>

enum { NOBODY = 99999999 };

/* What lies there, and how it is shown; for nothing that can be read, the address is. */
struct data {
	const void *at;
	const char *text;
};

/* The request, with what its line has between the number of the process and the data. */
static void request(long number, const char *name, const void *address, const char *between,
                    struct data data)
{
	long result = syscall(SYS_ptrace, number, NOBODY, address, data.at);

	expect("ptrace(%s, %d%s%s) = %s\n", name, NOBODY, between, data.text, result_text(result));
}

static void request_of(long number, const char *name, long address, const char *between,
                       const void *at, const char *text)
{
	char pointer[32];

	snprintf(pointer, sizeof(pointer), "%p", unreadable());
	request(number, name, (void *)address, between, (struct data){ at, text });
	request(number, name, (void *)address, between, (struct data){ unreadable(), pointer });
	request(number, name, (void *)address, between, (struct data){ NULL, "NULL" });
}
#define REQUEST(name, address, between, at, text)                                                  \
	request(name, #name, (void *)(address), between, (struct data){ (void *)(at), text })
#define REQUEST_OF(name, address, between, at, text)                                               \
	request_of(name, #name, address, between, at, text)

static void try_words(void)
{
	long word = 0x1234;

	REQUEST_OF(PTRACE_PEEKTEXT, 16, ", 0x10, ", &word, "[0x1234]");
	REQUEST_OF(PTRACE_PEEKDATA, 16, ", 0x10, ", &word, "[0x1234]");
	request_of(3, "PTRACE_PEEKUSER", 0, sizeof(long) == 8 ? ", 8*R15, " : ", 4*EBX, ", &word,
	           "[0x1234]");
	REQUEST(PTRACE_POKETEXT, 16, ", 0x10, ", 0x20, "0x20");
	REQUEST(PTRACE_POKEDATA, 16, ", 0x10, ", 0x20, "0x20");
	REQUEST_OF(PTRACE_GETEVENTMSG, 16, ", 0x10, ", &word, "[4660]");
}

static void try_runs(void)
{
	static const struct {
		long number;
		const char *name;
	} runs[] = { { 7, "CONT" },        { 9, "SINGLESTEP" }, { 17, "DETACH" },
		     { 24, "SYSCALL" },    { 31, "SYSEMU" },    { 32, "SYSEMU_SINGLESTEP" },
		     { 33, "SINGLEBLOCK" } },
	  plain[] = { { 8, "KILL" },
		      { 16, "ATTACH" },
		      { 0x4207, "INTERRUPT" },
		      { 0x4208, "LISTEN" } },
	  options[] = { { 0x4200, "SETOPTIONS" }, { 0x4206, "SEIZE" }, { 21, "OLDSETOPTIONS" } };
	char name[40];

	for (unsigned i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
		snprintf(name, sizeof(name), "PTRACE_%s", runs[i].name);
		request(runs[i].number, name, (void *)1, ", 0x1, ",
		        (struct data){ (void *)10, "SIGUSR1" });
		request(runs[i].number, name, NULL, ", NULL, ", (struct data){ NULL, "0" });
	}
	for (unsigned i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		snprintf(name, sizeof(name), "PTRACE_%s", plain[i].name);
		request(plain[i].number, name, (void *)1, "", (struct data){ (void *)10, "" });
	}
	for (unsigned i = 0; i < sizeof(options) / sizeof(*options); i++) {
		snprintf(name, sizeof(name), "PTRACE_%s", options[i].name);
		request(options[i].number, name, (void *)1, ", 0x1, ",
		        (struct data){
				(void *)0x100003,
				"PTRACE_O_TRACESYSGOOD|PTRACE_O_TRACEFORK|PTRACE_O_EXITKILL" });
	}
	request(40, "0x28 /* PTRACE_??? */", (void *)1, ", 0x1, ",
	        (struct data){ (void *)10, "0xa" });
}

#ifdef __x86_64__
static const char general[] =
	"r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs "
	"eflags rsp ss fs_base gs_base ds es fs gs";
/* Names with the widths of their numbers, and how many there are. */
static const char floating[] =
	"cwd:2 swd:2 ftw:2 fop:2 rip:8 rdp:8 mxcsr:4 mxcr_mask:4 st_space:4*32 "
	"xmm_space:4*64 padding:4*24";
#else
static const char general[] =
	"ebx ecx edx esi edi ebp eax xds xes xfs xgs orig_eax eip xcs eflags esp xss";
static const char floating[] = "cwd:4 swd:4 twd:4 fip:4 fcs:4 foo:4 fos:4 st_space:4*20";
#endif

/* Numbers from 1 on at the next places of such widths; puts their text. */
static size_t put_registers(const char *list, unsigned char *at, char *text)
{
	char names[300], *rest = names;
	unsigned char *start = at;
	long number = 1;

	snprintf(names, sizeof(names), "%s", list);
	for (char *name; (name = strsep(&rest, " "));) {
		unsigned width = sizeof(long), count = 1, parts;
		char *end = strchr(name, ':');

		text += sprintf(text, "%s", at == start ? "{" : ", ");
		parts = end ? (unsigned)sscanf(end, ":%u*%u", &width, &count) : 0;
		if (end)
			*end = 0;
		text += sprintf(text, "%s=%s", name, parts == 2 ? "[" : "");
		for (unsigned i = 0; i < count; i++, number++, at += width) {
			memcpy(at, &number, width);
			text += sprintf(text, "%s%#lx", i ? ", " : "", number);
		}
		text += sprintf(text, "%s", parts == 2 ? "]" : "");
	}
	sprintf(text, "}");
	return at - start;
}

/* Both ways, also as sets of registers, whole and cut. */
static void try_registers(void)
{
	unsigned char bytes[512];
	char text[4096], set[4200];
	size_t size = put_registers(general, bytes, text);
	struct iovec vector = { bytes, size };

	REQUEST_OF(PTRACE_GETREGS, 0, ", ", bytes, text);
	REQUEST_OF(PTRACE_SETREGS, 0, ", ", bytes, text);
	snprintf(set, sizeof(set), "{iov_base=%s, iov_len=%zu}", text, size);
	REQUEST_OF(PTRACE_GETREGSET, NT_PRSTATUS, ", NT_PRSTATUS, ", &vector, set);
	REQUEST_OF(PTRACE_SETREGSET, NT_PRSTATUS, ", NT_PRSTATUS, ", &vector, set);
	vector.iov_len = sizeof(long);
	snprintf(set, sizeof(set), "{iov_base={%.*s=0x1}, iov_len=%zu}", 3, general, sizeof(long));
	REQUEST(PTRACE_GETREGSET, NT_PRSTATUS, ", NT_PRSTATUS, ", &vector, set);
	REQUEST(PTRACE_SETREGSET, NT_PRSTATUS, ", NT_PRSTATUS, ", &vector, set);

	size = put_registers(floating, bytes, text);
	REQUEST_OF(PTRACE_GETFPREGS, 0, ", ", bytes, text);
	REQUEST_OF(PTRACE_SETFPREGS, 0, ", ", bytes, text);
	vector.iov_len = size;
	snprintf(set, sizeof(set), "{iov_base=%s, iov_len=%zu}", text, size);
	REQUEST_OF(PTRACE_GETREGSET, NT_PRFPREG, ", NT_FPREGSET, ", &vector, set);
	REQUEST_OF(PTRACE_SETREGSET, NT_PRFPREG, ", NT_FPREGSET, ", &vector, set);

	snprintf(set, sizeof(set), "{iov_base=%p, iov_len=%zu}", bytes, size);
	REQUEST_OF(PTRACE_GETREGSET, NT_X86_XSTATE, ", NT_X86_XSTATE, ", &vector, set);
	REQUEST_OF(PTRACE_SETREGSET, NT_X86_XSTATE, ", NT_X86_XSTATE, ", &vector, set);
}

static void try_signals(void)
{
	siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_TKILL };
	uint64_t set = 1 << (SIGUSR1 - 1) | 1 << (SIGTERM - 1);
	struct {
		uint64_t first;
		uint32_t flags;
		int32_t count;
	} range = { 1, 1, 2 };
	char between[100];

	info.si_pid = NOBODY;
#define INFO "{si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=99999999, si_uid=0}"
	REQUEST_OF(PTRACE_GETSIGINFO, 1, ", 0x1, ", &info, INFO);
	REQUEST_OF(PTRACE_SETSIGINFO, 1, ", 0x1, ", &info, INFO);
	REQUEST_OF(PTRACE_GETSIGMASK, 8, ", 8, ", &set, "[USR1 TERM]");
	REQUEST_OF(PTRACE_SETSIGMASK, 8, ", 8, ", &set, "[USR1 TERM]");
	REQUEST(PTRACE_PEEKSIGINFO, &range, ", {off=1, flags=PTRACE_PEEKSIGINFO_SHARED, nr=2}, ",
	        &info, "[]");
	range.flags = 2;
	REQUEST(PTRACE_PEEKSIGINFO, &range,
	        ", {off=1, flags=0x2 /* PTRACE_PEEKSIGINFO_??? */, nr=2}, ", &info, "[]");
	snprintf(between, sizeof(between), ", %p, ", unreadable());
	REQUEST(PTRACE_PEEKSIGINFO, unreadable(), between, &info, "[]");
}

int main(void)
{
	answer_call(SYS_ptrace);
	golden_begin();
	long result = syscall(SYS_ptrace, PTRACE_TRACEME, 1, 2, 3);
	expect("ptrace(PTRACE_TRACEME) = %s\n", result_text(result));
	try_words();
	try_runs();
	try_registers();
	try_signals();
	golden_end();
	return 0;
}
