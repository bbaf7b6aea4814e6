/* The event: the waist of rastro.
 *
 * Whatever watches a process hands over events, and whatever shows, counts or
 * stores works from events alone.  So an event carries everything that a view
 * may need: who, when, what, and the bytes of memory that the description of
 * the call said to keep.  It is one contiguous block without pointers; a
 * recording holds it as it is.
 *
 * Layout: struct event, then chunks; each chunk is a struct chunk and its
 * bytes, padded to 8.  event.size covers all of it. */
#ifndef RASTRO_EVENT_EVENT_H
#define RASTRO_EVENT_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_abi { ABI_X86_64, ABI_I386, ABI_COUNT };

/* x32 code calls like x86-64 code, with one more bit in the number.  From X32_OWN on,
 * where others have none, it has calls of its own, for structures that hold pointers. */
enum { X32_BIT = 1 << 30, X32_OWN = 512, X32_END = 548 };

static inline bool event_abi_is_x32(enum event_abi abi, uint64_t nr)
{
	return abi == ABI_X86_64 && nr / X32_BIT == 1;
}

/* The call that a number means. */
static inline uint64_t event_call_number(enum event_abi abi, uint64_t nr)
{
	return event_abi_is_x32(abi, nr) && nr - X32_BIT < X32_END ? nr - X32_BIT : nr;
}

/* How a task was made: the kernel's PTRACE_EVENT_*. */
enum event_birth { BIRTH_FORK = 1, BIRTH_VFORK, BIRTH_CLONE };

enum event_kind {
	EVENT_ENTRY = 1, /* a system call was entered */
	EVENT_EXIT,      /* it returned; holds all that its entry held, too */
	EVENT_SIGNAL,    /* a signal is about to be delivered; CHUNK_SIGINFO; result: signal */
	EVENT_STOPPED,   /* group-stop; result: the stopping signal */
	EVENT_EXITED,    /* a thread ended by itself; result: exit status */
	EVENT_KILLED,    /* a thread was ended; result: signal, EVENT_CORE may be set */
	EVENT_FORK, /* args[0]: tid of the new task, args[1]: its process; result: enum event_birth */
	EVENT_EXEC, /* image replaced; args[0]: former tid, if another thread's exec took
	             * over; CHUNK_COMM holds the new name */
	EVENT_ATTACHED, /* first stop of a task that was not launched; CHUNK_COMM holds the name;
	                 * args[0]: tid of its creator, 0: attached on request; args[1]: then
	                 * the number of threads attached together, 0: not the first of them */
	EVENT_DETACHED,
	EVENT_NOTE, /* something that could not be observed; CHUNK_TEXT says what */
	/* One instruction was executed, as asked; ip: its address, args[0]: that of the next one,
	 * args[1]: how often, of a repeated one; EVENT_FAILED: it could not be executed.
	 * What it did is told only where that was asked for; else ip is 0. */
	EVENT_STEP,
	EVENT_PAUSED, /* a running thread was stopped, as asked */
	EVENT_MODE,   /* its calls are those of another ABI than before: abi; nr: the first */
	/* A function was called: ip: its first instruction, args[0]: where it will return to,
	 * args[1]: enum function_way, nr: how deep in others that were told; CHUNK_ARGUMENTS. */
	EVENT_FUNCTION,
	/* It was left: ip and nr the same, args[0]: where the thread goes on, args[1]: so many
	 * inside it were left with it, entry_ns and duration_ns as of calls; CHUNK_ARGUMENTS:
	 * what it returned.  EVENT_UNFINISHED: not by a return. */
	EVENT_FUNCTION_LEFT,
	EVENT_KIND_COUNT
};

/* How a function was reached. */
enum function_way {
	FUNCTION_CALLED,
	FUNCTION_JUMPED_TO, /* from the end of the one around it, in whose place it returns */
	FUNCTION_HANDLES,   /* a signal that was delivered */
};

enum event_flag {
	EVENT_CORE = 1 << 0,        /* EVENT_KILLED: core dumped */
	EVENT_INTERRUPTED = 1 << 1, /* EVENT_EXIT: the kernel will restart the call (-ERESTART*) */
	EVENT_FAILED = 1 << 2,      /* EVENT_EXIT: result is -errno */
	EVENT_UNFINISHED = 1 << 3,  /* EVENT_EXIT: the task ended inside the call, no result */
	EVENT_TRUNCATED = 1 << 4,   /* the chunks did not fit: some memory was not kept */
	EVENT_ATTACHED_IN = 1 << 5, /* the entry was not observed: attached inside the call */
	/* EVENT_EXIT: we tampered with the call, as asked. */
	EVENT_INJECTED = 1 << 6, /* it was not made, the result is ours */
	EVENT_POKED = 1 << 7,    /* memory behind its arguments was overwritten */
	EVENT_DELAYED = 1 << 8,  /* the task had to wait before or after it */
};

struct event {
	uint32_t size;        /* bytes, chunks included; a multiple of 8 */
	uint8_t kind;         /* enum event_kind */
	uint8_t abi;          /* enum event_abi of the call, else of the thread */
	uint16_t flags;       /* enum event_flag */
	int32_t pid;          /* process (thread group), as the tracer sees it */
	int32_t tid;          /* thread */
	uint64_t time_ns;     /* CLOCK_REALTIME of this event */
	uint64_t entry_ns;    /* CLOCK_REALTIME when the call was entered */
	uint64_t duration_ns; /* EVENT_EXIT: from entry to exit, CLOCK_MONOTONIC */
	uint64_t cpu_ns;  /* EVENT_EXIT: system time the task spent since the entry; 0: not asked */
	uint64_t ip;      /* instruction pointer */
	uint64_t args[6]; /* registers as they were; i386: zero-extended */
	int64_t result;
	uint32_t nr; /* call number */
	uint32_t reserved;
};

enum chunk_kind {
	CHUNK_ENTRY = 1, /* tracee memory at entry */
	CHUNK_EXIT,      /* tracee memory at exit */
	CHUNK_SIGINFO,   /* siginfo_t in the layout of the tracer (x86-64) */
	CHUNK_FD,        /* address: descriptor; bytes: what /proc/PID/fd/N links to */
	CHUNK_SOCKET,    /* address: descriptor; bytes: protocol and addresses, as text */
	CHUNK_CWD,       /* bytes: the working directory */
	CHUNK_COMM,      /* address: tid; bytes: its command name */
	CHUNK_TEXT,      /* bytes: text for a person */
	CHUNK_FD_DETAIL, /* address: descriptor; bytes: "char 1:3", "pid:17", "signalfd:[USR1]" ...
	                  */
	CHUNK_STACK,     /* bytes: frames, see event/stack.h */
	CHUNK_TRANSLATION, /* address: number of a process in the task's namespace of processes;
	                    * bytes: int32_t, its number in the tracer's, if that is another */
	CHUNK_NETLINK,    /* address: descriptor; bytes: int32_t, the netlink protocol of the socket
	                   * that the call's packets travel through; of NETLINK_GENERIC
	                   * struct generic_family follow, for those that the kernel has */
	CHUNK_VCPU,       /* address: of struct kvm_run; bytes: what it holds */
	CHUNK_NAMESPACES, /* bytes: text, the namespaces that a call has entered */
	/* bytes: a security context, and, after a newline, the one that was expected. */
	CHUNK_CONTEXT_PROCESS, /* address: a process */
	CHUNK_CONTEXT_FD,      /* address: a descriptor, or AT_FDCWD */
	CHUNK_CONTEXT_PATH,    /* address: of the path, in the tracee */
	CHUNK_OBJECT, /* address: descriptor; bytes: up to eight letters of what its anonymous
	               * inode is called, where that decides what a call is about: bpf-map */
	/* Of EVENT_STEP, beside memory that was read (CHUNK_ENTRY) and written (CHUNK_EXIT): */
	CHUNK_CODE,      /* address: of the instruction; bytes: it */
	CHUNK_REGISTERS, /* bytes: struct register_change[], those that changed, as they are now */
	CHUNK_PLACE,     /* address: of code or data; bytes: one frame, see event/stack.h */
	CHUNK_ARGUMENTS, /* of EVENT_FUNCTION and EVENT_FUNCTION_LEFT: see event/arguments.h */
	CHUNK_KIND_COUNT
};

/* A register, by its number in PTRACE_GETREGS. */
struct register_change {
	uint64_t number, value;
};

/* A family of generic netlink. */
struct generic_family {
	uint16_t id;
	char name[16]; /* ends with a zero */
};

enum chunk_flag {
	CHUNK_FAULT = 1 << 0,   /* memory ended before the wanted length: unmapped */
	CHUNK_TIMEOUT = 1 << 1, /* reading did not end in time: userfaultfd, FUSE */
	CHUNK_CUT = 1 << 2,     /* a limit cut it: there is more */
	CHUNK_LATE = 1 << 3,    /* of names: as it was when the call returned */
};

struct chunk {
	uint64_t address;
	uint32_t length; /* bytes kept */
	uint16_t kind;   /* enum chunk_kind */
	uint16_t flags;  /* enum chunk_flag */
};

enum {
	EVENT_SIZE_MAX = 1 << 20, /* no event is larger, whoever made it */
};

/* Why a call failed; of a damaged event it may be any number. */
static inline int64_t event_errno(const struct event *event)
{
	return (int64_t)-(uint64_t)event->result;
}

static inline uint32_t chunk_stride(const struct chunk *chunk)
{
	return sizeof(*chunk) + ((chunk->length + 7) & ~7u);
}

static inline const uint8_t *chunk_bytes(const struct chunk *chunk)
{
	return (const uint8_t *)(chunk + 1);
}

static inline const struct chunk *event_chunk_at(const struct event *event, uint32_t offset)
{
	return offset < event->size ? (const void *)((const char *)event + offset) : NULL;
}

/* First chunk, or NULL; event_chunk_next() gives the following one, or NULL. */
static inline const struct chunk *event_chunk_first(const struct event *event)
{
	return event_chunk_at(event, sizeof(*event));
}

static inline const struct chunk *event_chunk_next(const struct event *event,
                                                   const struct chunk *chunk)
{
	uint32_t offset = (uint32_t)((const char *)chunk - (const char *)event);

	return event_chunk_at(event, offset + chunk_stride(chunk));
}

/* The newest chunk of that kind and address, or NULL. */
const struct chunk *event_chunk_find(const struct event *, enum chunk_kind, uint64_t address);

/* The name of a descriptor or process: of what went into a call, or of what
 * came out of it; they may be different things with the same number. */
const struct chunk *event_name_find(const struct event *, enum chunk_kind, uint64_t number,
                                    bool came_out);

/* The name in the descriptor's CHUNK_OBJECT as a number, its first letter lowest; 0: none. */
uint64_t event_object(const struct event *, uint64_t fd);

/* The number that the tracer has for a process, where the traced one has another; else 0. */
int32_t event_pid_translation(const struct event *, int64_t pid, bool came_out);

/* True when sizes, kinds and chunks are consistent within size bytes: to be
 * asked once of every event that comes from outside (recording, shared memory).
 * Everything else trusts it. */
bool event_is_sound(const void *bytes, size_t size);

/* An event being built: grows as chunks are added, up to EVENT_SIZE_MAX. */
struct event_buffer {
	struct event *event;
	uint32_t capacity;
	uint32_t last; /* offset of the chunk added last */
};

/* Makes the buffer an empty event (all zero, size set).  -ENOMEM on failure. */
int event_buffer_reset(struct event_buffer *);
/* Adds a chunk with room for length bytes and returns where they go, or NULL
 * when the event is full (then EVENT_TRUNCATED is set).  The pointer lives
 * until the next call that adds. */
uint8_t *event_buffer_add(struct event_buffer *, enum chunk_kind, uint64_t address, uint32_t length,
                          uint16_t chunk_flags);
/* Room for length more bytes at the end of the chunk added last; NULL as above, and the chunk
 * stays as it was. */
uint8_t *event_buffer_extend(struct event_buffer *, uint32_t length);
/* Shortens the chunk added last to length bytes. */
void event_buffer_trim(struct event_buffer *, uint32_t length, uint16_t chunk_flags);
/* The same with bytes at hand. */
void event_buffer_put(struct event_buffer *, enum chunk_kind, uint64_t address, const void *bytes,
                      uint32_t length);
/* Adds chunks that were made for another event, as they are; size: of all of them. */
void event_buffer_put_chunks(struct event_buffer *, const void *chunks, uint32_t size);
/* Makes the buffer a copy of an event.  -ENOMEM on failure. */
int event_buffer_set(struct event_buffer *, const struct event *);
void event_buffer_free(struct event_buffer *);

#endif
