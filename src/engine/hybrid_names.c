/* Names of descriptors and processes, for calls that were recorded inside programs.
 *
 * A name is asked for when the event is taken from its ring, and must be until then what it
 * was when the call began.  A descriptor that a call has handed out stays what it is; so it
 * is enough that the calls stop which end a name or change it, the disturbing ones.  Before
 * each of them everything is taken from rings, calls that are being made get the names
 * of their entries, and until it has returned nothing of its process begins inside:
 *
 *	tracer					agent
 *	ring.disturbed = 1			ring.open = the call
 *	fence					fence
 *	looks at ring.open			looks at ring.disturbed: the slow gate
 *
 * Names within one moment are asked for once. */
#include "engine/hybrid.h"

#include "calls/table.h"
#include "output/view.h"
#include "tracee/tracee.h"

#include <assert.h>
#include <errno.h>
#include <linux/kcmp.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

/* After these a number may mean something else, or a file have another path. */
static const char disturbing_calls[] =
	"close,close_range,dup2,dup3,chdir,fchdir,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
	"chroot,pivot_root,mount,umount,umount2,move_mount";

/* These may change what is told of sockets and processes, but not which they are. */
static const char touching_calls[] =
	"accept,accept4,bind,connect,listen,sendmsg,sendmmsg,setsockopt,"
	"shutdown,wait4,waitid,kill,tgkill";

/* What these make changes without a call that could stop. */
static const char restless_calls[] = "io_uring_setup", restless_counters[] = "eventfd,eventfd2";

enum { MEMOS = 64 };

/* What was asked, and the chunks that answered. */
struct memo {
	uint64_t moment;
	enum name_kind { NAME_FD, NAME_PID, NAME_DIRECTORY } kind;
	pid_t tid;
	int number;
	struct event_buffer chunks;
};

struct names {
	struct call_set disturbing, touching, sending, restless;
	bool of_processes, counters;
	uint64_t moment;
	struct memo memos[MEMOS];
	struct event_buffer named;
};

/* ---- which calls stop */

static void set_add(struct call_set *set, const char *calls)
{
	struct call_set more;
	struct error error;
	int failed = call_set_parse(&more, calls, &error);

	assert(!failed);
	call_set_add(set, &more);
}

int names_begin(const struct engine_options *options, struct hybrid *hybrid)
{
	if (!options->limits.names)
		return 0;
	struct names *names = hybrid->names = calloc(1, sizeof(*names));

	if (!names)
		return -ENOMEM;
	names->of_processes = options->decode_pids || options->translate_pids;
	names->counters = options->decode_fds & DECODE_FD_EVENTFD;
	if (options->decode_fds) {
		set_add(&names->disturbing, disturbing_calls);
		set_add(&names->restless, restless_calls);
	}
	if (options->decode_fds & ~(unsigned)DECODE_FD_PATH) {
		set_add(&names->touching, touching_calls);
		set_add(&names->sending, "sendto");
	}
	if (names->counters)
		set_add(&names->restless, restless_counters);
	return 0;
}

void names_end(struct hybrid *hybrid)
{
	struct names *names = hybrid->names;

	if (!names)
		return;
	for (unsigned i = 0; i < MEMOS; i++)
		event_buffer_free(&names->memos[i].chunks);
	event_buffer_free(&names->named);
	free(names);
	hybrid->names = NULL;
}

/* Processes end at any time, but for the one that calls. */
static bool names_others(unsigned nr)
{
	const struct plan_table *plans = &tables_in_use->plans[ABI_X86_64];
	const struct plan_range *range = &plans->ranges[nr];

	if (nr == SYS_getpid || nr == SYS_gettid)
		return false;
	for (unsigned i = 0; i < range->count; i++)
		if (plans->steps[range->first + i].op == PLAN_PID)
			return true;
	return false;
}

bool names_allow(const struct hybrid *hybrid, unsigned nr)
{
	const struct names *names = hybrid->names;

	return !names || !(call_set_has(&names->disturbing, ABI_X86_64, nr) ||
	                   call_set_has(&names->touching, ABI_X86_64, nr) ||
	                   (names->of_processes && names_others(nr)));
}

void names_add_calls(const struct hybrid *hybrid, struct call_set *calls)
{
	if (!hybrid->names)
		return;
	call_set_add(calls, &hybrid->names->disturbing);
	call_set_add(calls, &hybrid->names->touching);
	call_set_add(calls, &hybrid->names->sending);
	call_set_add(calls, &hybrid->names->restless);
}

const char *names_obstacle(const struct hybrid *hybrid, pid_t pid)
{
	if (!hybrid->names)
		return NULL;
	if (tracee_holds(pid, "anon_inode:[io_uring]"))
		return "it has an io_uring, which may change descriptors without a call";
	if (hybrid->names->counters && tracee_holds(pid, "anon_inode:[eventfd]"))
		return "counts of event descriptors are wanted, and it has one";
	return NULL;
}

/* ---- asking */

/* Where an answer goes: what capture plans see. */
struct asker {
	struct memory memory;
	struct ptrace_engine *engine;
	pid_t tid;
	struct event_buffer *buffer;
};

static void ask(struct ptrace_engine *engine, const struct memo *memo)
{
	struct memory *memory = &engine->memory.memory;

	switch (memo->kind) {
	case NAME_FD:
		memory->name_fd(memory, memo->number);
		break;
	case NAME_PID:
		memory->name_pid(memory, memo->number);
		break;
	case NAME_DIRECTORY:
		memory->name_cwd(memory);
		break;
	}
}

static void names_copy(struct event_buffer *buffer, const struct event *event)
{
	const struct chunk *chunk;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk->kind > CHUNK_EXIT)
			event_buffer_put(buffer, (enum chunk_kind)chunk->kind, chunk->address,
			                 chunk_bytes(chunk), chunk->length);
}

static void asker_ask(struct asker *asker, enum name_kind kind, int number)
{
	struct ptrace_engine *engine = asker->engine;
	struct names *names = engine->hybrid->names;
	struct memo *memo = &names->memos[(unsigned)(3 * asker->tid + number + kind) % MEMOS];

	if (memo->moment != names->moment || memo->kind != kind || memo->tid != asker->tid ||
	    memo->number != number) {
		memo->moment = 0;
		if (event_buffer_reset(&memo->chunks) < 0)
			return;
		memo->moment = names->moment;
		memo->kind = kind;
		memo->tid = asker->tid;
		memo->number = number;
		tracee_memory_aim(&engine->memory, asker->tid, &memo->chunks);
		ask(engine, memo);
	}
	names_copy(asker->buffer, memo->chunks.event);
}

static void asker_name_fd(struct memory *memory, int fd)
{
	asker_ask((struct asker *)memory, NAME_FD, fd);
}

static void asker_name_pid(struct memory *memory, int pid)
{
	asker_ask((struct asker *)memory, NAME_PID, pid);
}

static void asker_name_directory(struct memory *memory)
{
	asker_ask((struct asker *)memory, NAME_DIRECTORY, 0);
}

static void names_put(struct ptrace_engine *engine, pid_t tid, struct event_buffer *buffer,
                      enum plan_phase phase)
{
	struct asker asker = {
		.memory = { .name_fd = asker_name_fd,
		            .name_pid = asker_name_pid,
		            .name_cwd = asker_name_directory },
		.engine = engine,
		.tid = tid,
		.buffer = buffer,
	};

	capture_names(&tables_in_use->plans[ABI_X86_64], buffer, phase, &asker.memory);
}

static void names_put_own(struct ptrace_engine *engine, pid_t tid, struct event_buffer *buffer)
{
	const struct task *task = engine->options.decode_pids ? task_find(engine, tid) : NULL;

	if (task)
		event_put_name(buffer, task);
}

void names_begin_moment(struct ptrace_engine *engine)
{
	struct names *names = engine->hybrid->names;

	if (!names)
		return;
	names->moment++;
	/* Calls inside hand out descriptors, and nobody saw them stop. */
	fd_details_doubt(&engine->memory.details);
}

/* ---- events */

const struct event *names_of_entry(struct ptrace_engine *engine, struct seat *seat, uint64_t ticks,
                                   const struct event *event)
{
	struct event_buffer *entry = &seat->entry;

	if (!engine->hybrid->names || (entry->event && seat->entry_ticks == ticks))
		return entry->event ? entry->event : event;
	if (event_buffer_set(entry, event) < 0)
		return event;
	seat->entry_ticks = ticks;
	names_put_own(engine, seat->tid, entry);
	names_put(engine, seat->tid, entry, PHASE_ENTRY);
	return entry->event;
}

const struct event *names_of_exit(struct ptrace_engine *engine, struct seat *seat, uint64_t ticks,
                                  const struct event *event)
{
	struct names *names = engine->hybrid->names;

	if (!names || event_buffer_set(&names->named, event) < 0)
		return event;
	if (seat->entry.event && seat->entry_ticks == ticks) {
		names_copy(&names->named, seat->entry.event);
	} else {
		names_put_own(engine, seat->tid, &names->named);
		names_put(engine, seat->tid, &names->named, PHASE_ENTRY);
	}
	names_put(engine, seat->tid, &names->named, PHASE_EXIT);
	return names->named.event;
}

/* ---- calls that disturb */

static void seats_disturb(struct hybrid *hybrid, const struct image *image)
{
	struct seat_walk walk = { .image = hybrid->marked };
	struct seat *seat;

	while ((seat = seat_next(hybrid, &walk)))
		if (seat->image == image)
			seat_disturb(seat);
}

void names_call_enters(struct ptrace_engine *engine, struct task *task,
                       const struct arch_call *call)
{
	struct names *names = engine->hybrid->names;

	if (!names || (task->hidden && !task->silent) || task->disturbed)
		return;
	if (call_set_has(&names->restless, call->abi, call->nr)) {
		if (!task->image)
			task->image = image_new(engine->hybrid);
		hybrid_leave(engine, task,
		             "it makes what changes without a call, and names are "
		             "wanted");
	}
	if (!call_set_has(&names->disturbing, call->abi, call->nr) || !task->image ||
	    task->image->state != IMAGE_ARMED)
		return;
	task->disturbed = task->image;
	task->image->references++;
	if (task->image->disturbances++ == 0)
		seats_disturb(engine->hybrid, task->image);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	hybrid_drain(engine);
	seats_name_open(engine);
}

void names_call_ends(struct ptrace_engine *engine, struct task *task)
{
	struct image *image = task->disturbed;

	if (!image)
		return;
	task->disturbed = NULL;
	if (--image->disturbances == 0)
		seats_disturb(engine->hybrid, image);
	image_release(image);
}

bool names_are_shared(const struct hybrid *hybrid, const struct task *a, const struct task *b)
{
	return hybrid->names && syscall(SYS_kcmp, a->tid, b->tid, KCMP_FILES, 0, 0) == 0;
}
