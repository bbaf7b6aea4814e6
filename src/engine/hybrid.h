/* The hybrid engine: ptrace, and an agent inside programs that call a lot.
 *
 * A program starts under the ptrace engine, and gets a seccomp filter with its agent; one
 * that we attach to gets none, its calls are dispatched (hybrid_dispatch.c).  An address
 * space (an image) from which many calls came gets the agent; from then on each
 * call site that stops is patched to lead into it, and its calls stop no more:
 * the agent records them in rings, which are emptied at every stop and tick.
 *
 *	stop -> hybrid_drain -> events of the rings, then those of the stop
 *
 * Whatever the agent may not or cannot do goes through the slow gate of the
 * site's stub and stops as before.  No signal is delivered inside the agent:
 * the thread is moved to its call site first.
 *
 * The inside of the ptrace engine; nobody else includes this. */
#ifndef RASTRO_ENGINE_HYBRID_H
#define RASTRO_ENGINE_HYBRID_H

#include "agent/agent.h"
#include "arch/padding.h"
#include "arch/state.h"
#include "base/map.h"
#include "base/text.h"
#include "engine/ptrace.h"

enum {
	IMAGE_CALLS_MIN = 200, /* slow calls before an image gets the agent */
	RUN_CALLS_MIN = 1000,  /* of all images, before new ones get it at once */
	BUSY_NS = 1000000000,  /* within which one that runs already is to make IMAGE_CALLS_MIN */
	PUN_VISITS = 8,        /* to a site that is led to the agent, before it is changed */
	LATE_PARTS_MAX = 8,
	REGIONS_MAX = 64, /* of stubs, in one image */
	LANDINGS_MAX = 64,
	LOOKED_AT_MAX = 64,         /* mappings of files, in one image */
	IMAGE_FILES_OPEN_MAX = 128, /* of all images */
	SITE_CODE_LENGTH = PADDING_REACH + LONG_JUMP_LENGTH + 16,
};

/* A call site that leads into the agent: its jump to a jump to its stub. */
struct site {
	uint64_t address;
	uint64_t second; /* that second jump, in filling or where a pun comes down */
	uint64_t stub;
	uint8_t filling[LONG_JUMP_LENGTH]; /* what was there before, if it is in filling */
	bool is_patched, is_filled;
	bool is_pun;     /* it can be changed by a pun alone, */
	unsigned visits; /* which is not worth it before so many calls were led to the agent */
};

/* Pages for stubs, near the code that jumps there. */
struct region {
	uint64_t address;
	uint32_t size, used;
	uint32_t settled; /* used before the site that is being changed: behind that are zeros */
};

/* What stays open of an image, for in /proc nothing takes as long as to open. */
enum image_file { IMAGE_MEMORY, IMAGE_MAPS, IMAGE_FILES };

enum image_state {
	IMAGE_PLAIN,   /* no agent yet, or no rings (a forked child) */
	IMAGE_ARMED,   /* new threads and sites are taken in */
	IMAGE_REFUSED, /* it stays with ptrace */
};

/* How the kernel is told how a signal is handled. */
struct kernel_action {
	uint64_t handler, flags, restorer, mask;
};

/* What we put into an address space; shared by the tasks that live in it. */
struct image {
	unsigned references;
	enum image_state state;
	bool has_agent;      /* code and slots are mapped: by us, or by the parent's */
	unsigned parts;      /* which of the late ones it has */
	unsigned calls;      /* slow ones so far */
	uint64_t counted_ns; /* when those were a multiple of IMAGE_CALLS_MIN */
	bool is_busy;        /* and were so within BUSY_NS */
	uint8_t *rings;      /* ours of AGENT_RINGS: marks, then rings */
	uint64_t seated[AGENT_SLOT_COUNT / 64], had_rings[AGENT_SLOT_COUNT / 64];
	uint64_t ring_bytes;  /* of those */
	struct seat **marked; /* by index, those whose rings are looked at if marks say so */
	unsigned marked_count, marked_end;
	struct image *next_marked;
	struct hybrid *hybrid;
	int files[IMAGE_FILES]; /* -1: not open */
	bool is_copy;           /* of a program that was forked while its threads ran */
	struct map sites;
	struct map stubs; /* sites by their stubs and second jumps */
	struct region regions[REGIONS_MAX];
	unsigned region_count;
	uint64_t landings[LANDINGS_MAX]; /* pages for second jumps that puns lead to */
	unsigned landing_count;
	struct looked_at {
		uint64_t mapping;
		unsigned count; /* sites known of its file that were looked at */
	} looked_at[LOOKED_AT_MAX];
	unsigned looked_at_count;
	struct beginning *beginning; /* NULL: its program runs; see hybrid_begin.c */
	uint64_t given_up;     /* a site that nothing could be done for; calls from there stop */
	unsigned disturbances; /* calls being made that disturb names; see hybrid_names.c */
	/* Where calls are dispatched, not filtered. */
	pid_t pid;                   /* whose it is: not who shares it until an exec */
	uint64_t errand;             /* where threads run that work for us; 0: no place yet */
	struct kernel_action action; /* of SIGSYS, as the program has it */
	bool has_action;
	bool has_strangers; /* tasks that nobody traces may share it */
	unsigned parked;    /* tasks that wait to be let go of */
	bool is_cleared;    /* nothing of ours is left */
};

/* A thread that has a slot. */
struct seat {
	struct image *image;
	unsigned index;
	pid_t pid, tid;
	struct ring *ring;
	uint32_t room;      /* bytes of the ring */
	uint32_t event_max; /* no event of the agent is larger */
	uint32_t tail;      /* ours; the one in the ring is for the agent */
	bool is_told;       /* the entry of the call that it makes was told */
	bool is_closed;     /* it must not record for now */
	bool is_retired;    /* nor ever again */
	bool is_silent;     /* what it records is for nobody */
	bool is_dispatched; /* calls from elsewhere raise SIGSYS; see hybrid_dispatch.c */
	bool is_passing;    /* but not now */
	/* The call that it is making, or the last that lasted, with names. */
	struct event_buffer entry;
	uint64_t entry_ticks; /* which call it is */
};

/* Ticks of the CPU's clock as nanoseconds. */
struct tick_clock {
	uint64_t ticks, ns; /* when we began */
	double ns_per_tick; /* 0: not known yet */
};

/* Why a call stopped all the same. */
enum stop_cause {
	STOPPED_EARLY, /* its process has no agent, yet or at all */
	STOPPED_CALL,  /* it is a call that must stop */
	STOPPED_FIRST, /* nobody had come from this site before */
	STOPPED_SITE,  /* from there nothing leads to the agent */
	STOPPED_GATE,  /* it came to the agent, which may not or could not take it */
	STOPPED_CAUSES,
};

extern const uint8_t agent_code[];
extern const size_t agent_code_size;

struct hybrid {
	uint64_t calls_inside, calls_stopped[STOPPED_CAUSES];
	bool is_prepared;              /* what follows: the finder is there, or there is none */
	struct padding_finder *finder; /* NULL: programs get no agent */
	struct agent_places places;
	uint8_t *text;    /* what goes to AGENT_BASE */
	size_t text_size; /* at once; behind that: */
	struct late_part {
		size_t offset, size;
	} late[LATE_PARTS_MAX];
	unsigned late_count;
	uint8_t part_of[AGENT_CALL_COUNT]; /* of late, counted from 1; 0: its plan comes at once */
	uint8_t records[AGENT_CALL_COUNT]; /* enum agent_record, where all parts are */
	struct call_set fast;              /* calls the agent may make */
	struct names *names;               /* NULL: none are wanted */
	struct sock_fprog *filter;         /* NULL: nobody has been given it; see hybrid_filter.c */
	bool dispatches;                   /* instead: programs are attached to */
	struct keeper *keeper;             /* then */
	bool may_clear;            /* somebody may have been the last of his image to be parked */
	struct known_file **known; /* see hybrid_known.c */
	unsigned known_count;
	unsigned files_open; /* of images */
	struct tick_clock clock;
	struct seat **seats; /* without marks */
	size_t seat_count, seat_room;
	struct image *marked; /* those that have seats with marks */
	uint64_t ring_bytes;  /* of all images */

	/* Events taken from rings and not looked at. */
	struct text events;
	struct taken {
		uint64_t time_ns;
		size_t offset;
	} *taken;
	size_t taken_first, taken_end, taken_room;
};

/* hybrid.c */
/* Before a launch: the engine becomes hybrid if it is asked for and can be. */
void hybrid_begin(struct ptrace_engine *);
/* The same before we attach. */
void hybrid_begin_attached(struct ptrace_engine *);
void hybrid_destroy(struct ptrace_engine *);
/* The task has no image any more: it has another program, or it is gone. */
void hybrid_forget(struct ptrace_engine *, struct task *);
/* Before its creator runs on: the child has what that has now, and not what it gets later. */
void hybrid_child_is_made(struct ptrace_engine *, struct task *child);
/* At its first stop, whether its creator told of it or not. */
void hybrid_child_starts(struct ptrace_engine *, struct task *child);
/* The call that the task is about to make goes through the agent after all. */
bool hybrid_redirects(struct ptrace_engine *, struct task *, const struct arch_call *);
/* Nobody else wants to see its call, but when it returns its site may be taken in. */
bool hybrid_awaits_return(const struct ptrace_engine *, const struct task *);
/* The task is about to make the call that it entered. */
void hybrid_call_begins(const struct ptrace_engine *, struct task *, const struct arch_call *);
void hybrid_call_returns(struct ptrace_engine *, struct task *, const struct arch_call *);
/* A thread may block SIGSEGV and SIGBUS now, or not any more; a process ignore them. */
void hybrid_mask_changes(struct task *);
void hybrid_action_changes(struct ptrace_engine *, struct task *);
/* The process is about to unmap or replace this memory. */
void hybrid_memory_is_taken(struct ptrace_engine *, struct task *, uint64_t address,
                            uint64_t length);
/* When that call returns. */
void hybrid_memory_is_kept(struct task *, struct arch_call *);
/* The thread wants GS for itself, from now on: its calls stop. */
void hybrid_gs_is_used(struct ptrace_engine *, struct task *);
/* A signal waits for the task that it does not block. */
bool signal_is_coming(pid_t tid);
/* Takes what was recorded.  True: some thread records, so ticks must go on. */
bool hybrid_tick(struct ptrace_engine *);
/* Nothing of this process is recorded inside any more. */
void hybrid_leave(struct ptrace_engine *, struct task *, const char *reason);
/* The same, whether or not anything of it is yet. */
void hybrid_keep_out(struct ptrace_engine *, struct task *, const char *reason);

/* hybrid_remote.c: calls that a stopped thread makes for us */
struct mapping;
struct remote {
	struct ptrace_engine *engine;
	struct image *image;
	pid_t tid;
	uint64_t site; /* of an instruction that calls the kernel */
	struct arch_state saved;
	uint64_t mask;
	int signal; /* came meanwhile, and is sent again */
	bool has_begun;
	bool is_refused;   /* a signal was on its way */
	bool is_forbidden; /* the thread cannot be had: as if there were one */
	bool is_entered;   /* before it begins: the thread is about to make a call, which waits */
	bool is_lost;
};
/* Costs nothing until there is a call to make. */
void remote_begin(struct remote *, struct ptrace_engine *, const struct task *, uint64_t site);
/* There is a place for errands, by which alone programs are served that we attached to; and
 * it is as it was. */
bool errand_is_possible(struct image *, pid_t tid);
void errand_erase(struct image *, pid_t tid);
/* Code that other threads run, in that mapping; an errand. */
int64_t remote_code_write(struct remote *, const struct mapping *, uint64_t address,
                          const uint8_t code[CALL_LENGTH]);
/* Returns what the call does, -errno included; -ESRCH: the thread is gone. */
int64_t remote_call(struct remote *, long nr, const uint64_t args[6]);
/* Has it run the agent's preparation (entry.S): the descriptor of the rings, if it is not
 * below 0, is open until it has been told to go on.  Returns 0 or -errno. */
int64_t remote_prepare(struct remote *, uint64_t from, uint64_t rings, uint64_t region, int *fd);
void remote_prepare_end(struct remote *);
/* At the stop before a call: that comes to nothing, and at the end the thread stands before
 * the instruction that makes it.  False: it is left as it was. */
bool remote_put_off(struct remote *);
int64_t remote_map(struct remote *, uint64_t address, uint64_t size, int protection, int flags,
                   int fd);
void remote_end(struct remote *);
/* Whatever the pages allow. */
int remote_write(pid_t tid, uint64_t address, const void *bytes, size_t length);
/* A file of /proc/PID.  Where there are many images the descriptor is for this time only: own,
 * which is -1 else. */
int image_file(struct image *, pid_t tid, enum image_file, int *own);
/* Whatever the pages allow, through that. */
int image_memory_read(struct image *, pid_t tid, uint64_t address, void *bytes, size_t length);
int image_memory_write(struct image *, pid_t tid, uint64_t address, const void *bytes,
                       size_t length);

/* The last argument of calls that make room for the agent, which do not need it but as an
 * offset in a file of theirs, so that our filter knows them; no address is like it. */
static inline uint64_t agent_mark(const struct ptrace_engine *engine)
{
	return 1ull << 32 | (uint64_t)engine->cookie * ARCH_PAGE_SIZE;
}

/* hybrid_image.c */
struct image *image_new(struct hybrid *);
/* The same for a forked child: it has all but the rings. */
struct image *image_copy(const struct image *);
void image_release(struct image *);
/* How many sites known of the mapping's file were looked at; NULL: there are too many
 * mappings. */
unsigned *image_looked_at(struct image *, uint64_t mapping);
/* At a stop behind a call from site.  Returns 0, or -errno: then it is refused. */
int image_arm(struct ptrace_engine *, struct task *, uint64_t site);
/* The last step of it, with the result of all before, which it returns. */
int image_is_made(const struct ptrace_engine *, const struct task *, int result);
/* The agent's code, and what it is told.  Returns 0 or -errno. */
int image_write_agent(struct image *, pid_t tid);
/* The rings, from the descriptor that the agent's preparation made.  Returns 0 or -errno. */
int image_take_rings(const struct ptrace_engine *, struct image *, pid_t pid, int fd);
/* A place for REGION_SIZE of stubs for that site; 0: none. */
uint64_t image_gap(struct image *, pid_t tid, uint64_t site);
/* Most programs make few kinds of calls, and the plans of some are longer than all others: a
 * program gets the rest, in parts, when it makes such a call. */
void image_give_plan(struct image *, pid_t tid, unsigned nr);
/* A region with room for a stub that a long jump from there can reach; 0: none. */
uint64_t image_stub_room(struct remote *, struct image *, uint64_t from, size_t size);
/* A second jump, or a part of one, is there. */
bool image_has_jump(const struct image *, uint64_t place);
bool image_has_landing(const struct image *, uint64_t page);
/* One of 256 places from begin on where a second jump may be; 0: none. */
uint64_t image_landing(struct remote *, struct image *, uint64_t begin);

/* hybrid_begin.c */
struct mapping;
/* At its exec, before its first instruction, which is in that mapping: it makes room for the
 * agent then.  False: not now. */
bool program_begins(struct ptrace_engine *, struct task *, const struct mapping *);
/* At a trap: true when that is done, or has failed, and it goes on. */
bool program_is_prepared(struct ptrace_engine *, struct task *, const struct arch_state *);
/* Where it begins, of one that is being prepared; else 0. */
uint64_t program_entry(const struct image *);

/* hybrid_known.c */
struct mapping {
	uint64_t begin, end, offset, device, inode;
	bool is_code; /* of a file, and nobody writes it */
};
bool mapping_named(pid_t tid, const char *name, struct mapping *);
/* False: what is at the address may be made anew over our patch, at run time. */
bool mapping_find(struct image *, pid_t tid, uint64_t address, struct mapping *);
/* True when there is none between these, and the kernel says so in one word. */
bool mapping_is_none(struct image *, pid_t tid, uint64_t begin, uint64_t end);
bool mapping_has_code(const struct mapping *, uint64_t address, size_t length);
struct known_site {
	uint64_t offset; /* in the file */
	int filling;     /* how far behind the site it is; -1: none, it is a pun */
	uint8_t code[SITE_CODE_LENGTH];
};
struct known_file {
	uint64_t device, inode;
	struct known_site *sites;
	unsigned count, room;
};
/* NULL: too many are known. */
struct known_file *known_file(struct hybrid *, const struct mapping *);
void known_free(struct hybrid *);
/* All bytes are the same that matter to how the site is changed. */
bool known_is_same(const struct known_site *, const uint8_t code[SITE_CODE_LENGTH]);
void known_add(struct known_file *, uint64_t offset, const uint8_t code[SITE_CODE_LENGTH],
               int filling);

/* hybrid_site.c */
/* Makes the site lead into the agent, if it can. */
void site_patch(struct ptrace_engine *, struct task *, uint64_t site);
/* The same before the call, for which the thread waits in the kernel, so that it can do nothing
 * for us: all that needs no more room.  False: the site does. */
bool site_patch_waiting(struct ptrace_engine *, struct task *, uint64_t site);
/* There is nothing to be done about the site, for now. */
bool site_is_settled(const struct image *, uint64_t site);
/* Where puns of the mapped file's known sites come down, each page once; returns how many. */
struct landing {
	uint64_t page, first; /* the first place there, if it is not the page's */
};
unsigned sites_landings(struct ptrace_engine *, const struct mapping *, struct landing *,
                        unsigned room);
bool sites_are_known(struct ptrace_engine *, const struct mapping *);
/* A site known in the mapped file; 0: none. */
uint64_t site_known_in(struct ptrace_engine *, const struct task *, const struct mapping *);
/* Makes all that are known there lead into the agent. */
void sites_patch_in(struct ptrace_engine *, struct task *, const struct mapping *);
/* The task is about to make a call from this site, which cannot be changed, or was not when
 * the task was there, though the agent may make it: it does.  False: it does not. */
bool site_redirect(const struct task *, uint64_t site);
/* All sites of the task's image are as they were. */
void sites_restore(const struct task *);
/* The site whose stub or second jump is at the address; NULL: none. */
const struct site *site_of_stub(const struct ptrace_engine *, const struct image *,
                                uint64_t address);
/* Where the program thinks it is. */
uint64_t site_ip(const struct ptrace_engine *, const struct task *, uint64_t ip);

/* hybrid_seat.c */
/* Of marks and rings. */
uint64_t rings_size(void);
bool hybrid_has_seats(const struct hybrid *);
/* Goes through all seats: at first at the first marked image.  NULL: that was the last. */
struct seat_walk {
	size_t unmarked;
	const struct image *image;
	unsigned index;
};
struct seat *seat_next(const struct hybrid *, struct seat_walk *);
/* Gives the stopped task a slot and a ring; false: there is none left. */
bool seat_take(struct ptrace_engine *, struct task *);
/* Opens the slot to the agent, for a thread that blocks these signals of faults; or
 * closes it. */
void seat_open(struct task *, uint64_t blocked);
void seat_close(struct task *);
/* The thread blocks no signals of faults: the agent takes calls that copy. */
bool seat_may_copy(const struct task *);
void seat_leave(struct ptrace_engine *, struct task *);
/* GS base leads nowhere, if it led to a slot; and to the task's slot again. */
void gs_clear(const struct task *);
void gs_restore(const struct task *);
/* The program has put something of its own there. */
bool gs_is_used(const struct task *);
uint64_t ring_address(const struct seat *);
uint64_t slot_address(const struct seat *);

/* hybrid_ring.c */
/* Takes what the rings hold. */
void hybrid_drain(struct ptrace_engine *);
/* Tells the entries of calls that have not returned. */
void hybrid_show_open(struct ptrace_engine *);
/* The next event taken, or NULL. */
const struct event *hybrid_next(struct hybrid *);
/* The call that the task was making inside, as it was at its entry: into task->call,
 * out of the ring.  False: it was making none. */
bool seat_take_open(struct ptrace_engine *, struct task *);
uint64_t ticks_now(void);

/* Writes into the ring whether its image's names are disturbed. */
void seat_disturb(const struct seat *);
/* Gives calls that have not returned the names of their entries. */
void seats_name_open(struct ptrace_engine *);

/* hybrid_filter.c */
/* Gives its process the filter, if it has none; false: it has none still. */
bool process_filter(struct ptrace_engine *, struct task *, uint64_t site);
bool has_own_filter(pid_t tid);
/* The call that the task is in, or has returned from, makes a task. */
bool call_makes_child(const struct task *);

/* hybrid_keeper.c */
/* NULL: this thread cannot be one. */
struct keeper *keeper_start(void);
void keeper_end(struct keeper *);
/* The selector of the seat becomes 0 when we are killed; false: there are too many. */
bool keeper_add(struct keeper *, const struct seat *);
void keeper_remove(struct keeper *, const struct seat *);
/* What to write where the selector is. */
uint32_t keeper_word(const struct keeper *);

/* hybrid_dispatch.c */
/* Why the process cannot be served, or NULL. */
const char *dispatch_obstacle(const struct ptrace_engine *, const struct task *);
bool dispatch_has_strangers(const struct ptrace_engine *, pid_t pid);
/* SIGSYS gets our handler; or another. */
int64_t dispatch_action_take(struct remote *, struct image *);
int64_t dispatch_action_set(struct remote *, const struct kernel_action *);
/* Around rt_sigaction: true when we are to answer. */
bool dispatch_action_enters(struct ptrace_engine *, struct task *, const struct arch_call *);
void dispatch_action_leaves(struct ptrace_engine *, struct task *, struct arch_call *);
/* It is SIGSYS, and the program ignores that. */
bool dispatch_ignores(const struct task *, int signal);
/* Our handler makes the call, to end the program by a signal that was sent. */
bool dispatch_makes(const struct hybrid *, const struct arch_call *);
/* This thread can be seated; its seat is to be used; and not any more, by the kernel, and
 * by us. */
bool dispatch_may_take(const struct task *);
/* Who blocks these signals would make calls that nobody sees. */
bool mask_hides_calls(const struct hybrid *, uint64_t mask);
bool dispatch_begin(struct ptrace_engine *, struct task *);
void dispatch_end(struct task *);
void dispatch_forget(struct hybrid *, struct seat *);
/* The task wants to dispatch its own calls. */
void dispatch_yield(struct ptrace_engine *, struct task *);
/* All its calls pass, that is, stop as ever; or not. */
void seat_pass(const struct ptrace_engine *, struct seat *, bool is_passing);
void seat_settle(const struct ptrace_engine *, struct task *);
/* The task is to run until its next call raises the signal. */
bool seat_is_free(const struct task *);
/* True when the SIGSYS that the task stopped for was ours. */
bool dispatch_stop(struct ptrace_engine *, struct task *, struct arch_state *);

/* hybrid_leave.c */
/* Of a stopped task that is to be let go: true when it has to wait for others. */
bool hybrid_parks(struct ptrace_engine *, struct task *);
/* Lets go of those that have waited long enough. */
void hybrid_release(struct ptrace_engine *);

/* hybrid_names.c */
int names_begin(const struct engine_options *, struct hybrid *);
void names_end(struct hybrid *);
/* Whether the call may be made inside. */
bool names_allow(const struct hybrid *, unsigned nr);
/* Adds those that have to stop, whoever wants to see them. */
void names_add_calls(const struct hybrid *, struct call_set *);
/* What the process holds that makes it impossible, or NULL. */
const char *names_obstacle(const struct hybrid *, pid_t pid);
/* What was asked before may have another answer now. */
void names_begin_moment(struct ptrace_engine *);
/* The event with names, if any are wanted: of a call that is being made, and one that has
 * returned.  Ticks: of its entry.  Valid until the next. */
const struct event *names_of_entry(struct ptrace_engine *, struct seat *, uint64_t ticks,
                                   const struct event *);
const struct event *names_of_exit(struct ptrace_engine *, struct seat *, uint64_t ticks,
                                  const struct event *);
/* The task enters a call that stopped; and has left it, or will not return. */
void names_call_enters(struct ptrace_engine *, struct task *, const struct arch_call *);
void names_call_ends(struct ptrace_engine *, struct task *);
/* Both have the same descriptors. */
bool names_are_shared(const struct hybrid *, const struct task *, const struct task *);

/* hybrid_signal.c */
/* Moves a task that is to get a signal out of the agent.  True when the signal was the
 * agent's own doing, and is not delivered. */
bool hybrid_signal(struct ptrace_engine *, struct task *, int signal);
/* Moves a stopped task out of the agent, and out of stubs.  False: that is not possible. */
bool hybrid_move_out(struct ptrace_engine *, struct task *, struct arch_state *);
/* The same of a child that was made in the agent, at its first stop. */
void child_move_out(struct ptrace_engine *, struct task *);

#endif
