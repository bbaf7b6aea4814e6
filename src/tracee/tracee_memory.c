/* The memory of a stopped task.
 *
 * A read that fails because the page is not there is an answer (-EFAULT, or
 * fewer bytes); a read that is not allowed is a reason to try another way. */
#include "tracee/tracee_memory.h"

#include "base/guard.h"
#include "tracee/netlink_protocol.h"
#include "tracee/timed_read.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
	LATE_MAX = 16, /* each of them leaves a process and a stack behind */
	LATE_PAUSE_NS = 1000 * 1000 * 1000,
};

static ssize_t read_vm(pid_t tid, uint64_t address, void *buffer, size_t length)
{
	struct iovec local = { buffer, length };
	struct iovec remote = { (void *)address, length };
	ssize_t got = process_vm_readv(tid, &local, 1, &remote, 1, 0);

	return got < 0 ? -errno : got;
}

static ssize_t read_proc_mem(pid_t tid, uint64_t address, void *buffer, size_t length)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/mem", tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	ssize_t got = pread(fd, buffer, length, (off_t)address);

	return got < 0 ? (errno == EIO ? -EFAULT : -errno) : got;
}

static ssize_t read_peek(pid_t tid, uint64_t address, void *buffer, size_t length)
{
	size_t done = 0;

	while (done < length) {
		uint64_t at = address + done, skip = at % sizeof(long);

		errno = 0;
		long word = ptrace(PTRACE_PEEKDATA, tid, at - skip, NULL);

		if (errno != 0)
			return done ? (ssize_t)done : -EFAULT;
		size_t part = sizeof(long) - skip;

		if (part > length - done)
			part = length - done;
		memcpy((char *)buffer + done, (char *)&word + skip, part);
		done += part;
	}
	return (ssize_t)done;
}

static ssize_t (*const accesses[])(pid_t, uint64_t, void *, size_t) = {
	[ACCESS_VM_READV] = read_vm,
	[ACCESS_PROC_MEM] = read_proc_mem,
	[ACCESS_PEEK] = read_peek,
};

/* Patience ran out: for a while nobody's is tried again. */
static ssize_t read_timed(struct tracee_memory *memory, int fd, uint64_t address, void *buffer,
                          size_t length)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	uint64_t now_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;

	if (now_ns < memory->late_until_ns || memory->late >= LATE_MAX)
		return -ETIMEDOUT;
	ssize_t got = timed_read(fd, address, buffer, length);

	if (got == -ETIMEDOUT) {
		memory->late++;
		memory->late_until_ns = now_ns + LATE_PAUSE_NS;
	}
	return got;
}

/* /proc/TID/mem does not wait for a userfaultfd: it fails as if nothing were there. */
static ssize_t read_careful(struct tracee_memory *memory, uint64_t address, void *buffer,
                            size_t length)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/mem", memory->tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -EFAULT;
	ssize_t got;

	if (memory->caution < CAUTION_FILES || tracee_is_present(memory->tid, address, length)) {
		got = pread(fd, buffer, length, (off_t)address);
		got = got < 0 ? -errno : got;
	} else {
		got = read_timed(memory, fd, address, buffer, length);
	}
	/* The program may read there, so that somebody has to deliver it first. */
	return got > 0 ? got : -ETIMEDOUT;
}

/* How much of a range the program itself may read: no page without permission.
 * Where nothing is told of its mappings, all of it. */
static size_t readable_length(struct tracee_memory *memory, uint64_t address, size_t length)
{
	struct tracee_span *span = &memory->span;

	if ((address < span->first || address >= span->end) &&
	    !tracee_span(memory->tid, address, span)) {
		*span = (struct tracee_span){ 0 };
		return length;
	}
	if (!span->readable)
		return 0;
	return length < span->end - address ? length : span->end - address;
}

static ssize_t read_by_access(struct tracee_memory *memory, uint64_t address, void *buffer,
                              size_t length)
{
	if (length && (memory->access != ACCESS_VM_READV || memory->caution)) {
		length = readable_length(memory, address, length);
		if (!length)
			return -EFAULT;
	}
	if (memory->caution)
		return read_careful(memory, address, buffer, length);
	return accesses[memory->access](memory->tid, address, buffer, length);
}

/* Not allowed is a matter of the process (a setuid program) or of the system (a
 * sandbox around us): the way that worked is kept until the next task. */
static ssize_t read_any(struct tracee_memory *memory, uint64_t address, void *buffer, size_t length)
{
	ssize_t got;

	/* The kernel refuses ranges that wrap around; their start may be there. */
	if (length > -address && address != 0)
		length = -address;
	for (;;) {
		got = read_by_access(memory, address, buffer, length);
		if (memory->caution)
			return got;
		if (got >= 0 || got == -EFAULT || got == -ESRCH || memory->access == ACCESS_PEEK)
			break;
		memory->access++;
	}
	return got > 0 || length == 0 ? got : -EFAULT;
}

/* True when the cache knows the answer. */
static bool read_cached(const struct tracee_memory *memory, uint64_t address, void *buffer,
                        size_t length, ssize_t *result)
{
	const uint8_t *bytes = memory->bytes;

	for (unsigned i = 0; i < memory->range_count; bytes += memory->ranges[i++].length) {
		const struct memory_range *range = &memory->ranges[i];
		uint64_t skip = address - range->address;

		if (skip >= range->length || length > range->length - skip)
			continue;
		size_t got = memory->got[i] > skip ? memory->got[i] - skip : 0;

		if (got > length)
			got = length;
		memcpy(buffer, bytes + skip, got);
		*result = got ? (ssize_t)got : -EFAULT;
		return true;
	}
	return false;
}

static ssize_t memory_read(struct memory *reader, uint64_t address, void *buffer, size_t length)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	ssize_t result;

	if (length > 0 && memory->range_count &&
	    read_cached(memory, address, buffer, length, &result))
		return result;
	return read_any(memory, address, buffer, length);
}

/* The kernel stops at the first byte it cannot get: ranges after that one are
 * unknown and are forgotten, the one with the gap is known to end there. */
static void prefetch_store(struct tracee_memory *memory, size_t total)
{
	unsigned i = 0;

	for (; i < memory->range_count; i++) {
		size_t length = memory->ranges[i].length;

		memory->got[i] = total < length ? total : length;
		total -= memory->got[i];
		if (memory->got[i] < length)
			break;
	}
	if (i < memory->range_count)
		memory->range_count = i + 1;
}

static void memory_prefetch(struct memory *reader, const struct memory_range *ranges,
                            unsigned count)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	struct iovec remote[TRACEE_RANGES_MAX];
	struct iovec local = { .iov_base = memory->bytes };
	unsigned used = 0;

	memory->range_count = 0;
	for (unsigned i = 0; i < count && used < TRACEE_RANGES_MAX; i++) {
		if (ranges[i].length == 0 || ranges[i].length > TRACEE_PREFETCH_MAX - local.iov_len)
			continue;
		memory->ranges[used] = ranges[i];
		remote[used++] = (struct iovec){ (void *)ranges[i].address, ranges[i].length };
		local.iov_len += ranges[i].length;
	}
	/* One range is as well read when it is asked for. */
	if (used < 2 || memory->access != ACCESS_VM_READV || memory->caution)
		return;
	ssize_t total = process_vm_readv(memory->tid, &local, 1, remote, used, 0);

	if (total < 0 && errno != EFAULT)
		return;
	memory->range_count = used;
	prefetch_store(memory, total < 0 ? 0 : (size_t)total);
}

static void put_name(struct tracee_memory *memory, enum chunk_kind kind, uint64_t address,
                     const char *name, ssize_t length)
{
	if (length >= 0)
		event_buffer_put(memory->buffer, kind, address, name, (uint32_t)length);
}

static const char anonymous[] = "anon_inode:";
enum { ANONYMOUS_LENGTH = sizeof(anonymous) - 1 };

static bool is_anonymous(const char *name, size_t length)
{
	return length >= ANONYMOUS_LENGTH && memcmp(name, anonymous, ANONYMOUS_LENGTH) == 0;
}

static void memory_name_fd(struct memory *reader, int fd)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	char name[TRACEE_NAME_MAX];

	if (!memory->name_fds || fd < 0)
		return;
	ssize_t length = proc_fd_name(&memory->files, memory->tid, fd, name, sizeof(name));

	put_name(memory, CHUNK_FD, (uint64_t)fd, name, length);
	if (!memory->detail_fds || length < 0)
		return;
	/* A read of these may hand out a descriptor: fanotify, userfaultfd. */
	if (is_anonymous(name, (size_t)length))
		fd_details_doubt(&memory->details);
	memory->detail.length = 0;
	enum fd_detail detail =
		fd_detail(&memory->details, memory->tid, fd, name, (size_t)length, &memory->detail);

	if (detail != FD_DETAIL_NONE)
		put_name(memory, detail == FD_DETAIL_SOCKET ? CHUNK_SOCKET : CHUNK_FD_DETAIL,
		         (uint64_t)fd, memory->detail.bytes, (ssize_t)memory->detail.length);
}

static void memory_name_pid(struct memory *reader, int pid)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	char name[TRACEE_COMM_MAX];

	if (pid <= 0 || !(memory->name_pids || memory->translate_pids))
		return;
	int32_t ours = pid_translate(&memory->namespaces, memory->tid, pid);

	if (memory->translate_pids && ours > 0 && ours != pid)
		put_name(memory, CHUNK_TRANSLATION, (uint64_t)pid, (const char *)&ours,
		         sizeof(ours));
	if (memory->name_pids && ours > 0)
		put_name(memory, CHUNK_COMM, (uint64_t)pid, name,
		         proc_comm(&memory->files, ours, name, sizeof(name)));
}

static void memory_name_cwd(struct memory *reader)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	char name[TRACEE_NAME_MAX];

	if (memory->name_fds)
		put_name(memory, CHUNK_CWD, 0, name,
		         proc_cwd(&memory->files, memory->tid, name, sizeof(name)));
}

/* With the names of families: the same ones as before, as long as it is the same descriptor. */
static void put_generic(struct tracee_memory *memory, int fd)
{
	struct {
		int32_t protocol;
		struct generic_family families[GENERIC_FAMILIES_MAX];
	} bytes = { .protocol = NETLINK_GENERIC };
	struct generic_families *families = &memory->families;
	size_t size = 0;

	if (memory->generic_tid != memory->tid || memory->generic_fd != fd)
		generic_families_ask(families);
	memory->generic_tid = memory->tid;
	memory->generic_fd = fd;
	size = families->count * sizeof(*families->list);
	memcpy(bytes.families, families->list, size);
	event_buffer_put(memory->buffer, CHUNK_NETLINK, (uint64_t)fd, &bytes,
	                 (uint32_t)(offsetof(typeof(bytes), families) + size));
}

static bool memory_netlink(struct memory *reader, int fd)
{
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	int32_t protocol =
		fd < 0 ? -1 : netlink_protocol(memory->buffer->event->pid, memory->tid, fd);

	if (protocol == NETLINK_GENERIC)
		put_generic(memory, fd);
	else if (protocol >= 0)
		event_buffer_put(memory->buffer, CHUNK_NETLINK, (uint64_t)fd, &protocol,
		                 sizeof(protocol));
	return protocol >= 0;
}

static void memory_object(struct memory *reader, int fd)
{
	enum { OBJECT_MAX = sizeof(uint64_t) };
	struct tracee_memory *memory = (struct tracee_memory *)reader;
	char name[TRACEE_NAME_MAX];
	ssize_t length = proc_fd_name(&memory->files, memory->tid, fd, name, sizeof(name));

	if (length < 0 || !is_anonymous(name, (size_t)length))
		return;
	length -= ANONYMOUS_LENGTH;
	put_name(memory, CHUNK_OBJECT, (uint64_t)fd, name + ANONYMOUS_LENGTH,
	         length < OBJECT_MAX ? length : OBJECT_MAX);
}

int tracee_memory_init(struct tracee_memory *memory)
{
	*memory = (struct tracee_memory){
		.memory = {
			.read = memory_read,
			.prefetch = memory_prefetch,
			.name_fd = memory_name_fd,
			.name_pid = memory_name_pid,
			.name_cwd = memory_name_cwd,
			.netlink = memory_netlink,
			.object = memory_object,
		},
		.bytes = malloc(TRACEE_PREFETCH_MAX),
	};
	proc_files_init(&memory->files);
	memory->details.files = &memory->files;
	return memory->bytes ? 0 : -ENOMEM;
}

void tracee_memory_deinit(struct tracee_memory *memory)
{
	free(memory->bytes);
	memory->bytes = NULL;
	proc_files_close(&memory->files);
	text_free(&memory->detail);
	pid_namespaces_free(&memory->namespaces);
}

void tracee_memory_aim(struct tracee_memory *memory, pid_t tid, struct event_buffer *buffer)
{
	if (tid != memory->tid)
		memory->access = ACCESS_VM_READV;
	memory->tid = tid;
	memory->buffer = buffer;
	memory->range_count = 0;
	memory->span = (struct tracee_span){ 0 };
}

static int write_poke(pid_t tid, uint64_t address, const uint8_t *bytes, size_t length)
{
	for (size_t done = 0; done < length;) {
		uint64_t at = address + done, skip = at % sizeof(long);

		errno = 0;
		long word = ptrace(PTRACE_PEEKDATA, tid, at - skip, NULL);

		if (errno != 0)
			return -errno;
		size_t part = sizeof(long) - skip;

		if (part > length - done)
			part = length - done;
		memcpy((char *)&word + skip, bytes + done, part);
		if (ptrace(PTRACE_POKEDATA, tid, at - skip, word) < 0)
			return -errno;
		done += part;
	}
	return 0;
}

/* Read-only pages stay as they are: what the program itself could not write is
 * refused (-EFAULT), whereas PEEK and POKE would give it a copy of the page. */
int tracee_memory_write(struct tracee_memory *memory, uint64_t address, const void *bytes,
                        size_t length)
{
	struct iovec local = { (void *)bytes, length };
	struct iovec remote = { (void *)address, length };
	ssize_t put = process_vm_writev(memory->tid, &local, 1, &remote, 1, 0);

	memory->range_count = 0;
	if (put == (ssize_t)length)
		return 0;
	if (put >= 0 || errno == EFAULT)
		return -EFAULT;
	return write_poke(memory->tid, address, bytes, length);
}

/* /proc/TID/mem gives the process a copy of a page that it may only read, and does not
 * wait for a userfaultfd; pages of FUSE it would have to fetch. */
ssize_t tracee_memory_force(struct tracee_memory *memory, uint64_t address, const void *bytes,
                            size_t length)
{
	char path[32];

	memory->range_count = 0;
	if (memory->caution >= CAUTION_FILES && !tracee_is_present(memory->tid, address, length))
		return -ETIMEDOUT;
	snprintf(path, sizeof(path), "/proc/%d/mem", memory->tid);
	AUTO_CLOSE int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	ssize_t put = pwrite(fd, bytes, length, (off_t)address);

	return put > 0 || length == 0 ? put : -EFAULT;
}
