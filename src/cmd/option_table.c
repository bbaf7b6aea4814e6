/* The table of options.
 *
 * The order is that of the help text.  Letters that count (-t -tt -ttt) and
 * long options that take a value for the same thing are rows of their own. */
#include "cmd/option_table.h"

#include "cmd/completion.h"
#include "cmd/help.h"
#include "cmd/option_values.h"

#include <string.h>

#define OFFSET(member) .offset = offsetof(struct options, member)

const char *const option_group_titles[GROUP_COUNT] = {
	[GROUP_START] = "What to trace",
	[GROUP_TRACER] = "How to trace it",
	[GROUP_CHOOSE] = "Which events to show",
	[GROUP_TAMPER] = "What to do to calls",
	[GROUP_DECODE] = "How values look",
	[GROUP_LINE] = "What a line begins and ends with",
	[GROUP_OUTPUT] = "Where it goes",
	[GROUP_SUMMARY] = "Statistics",
	[GROUP_HELP] = "Help",
};

/* clang-format off */
const struct option_row option_rows[] = {
	/* What to trace */
	{ .letter = 'f', .group = GROUP_START, .commands = FOR_ALL,
	  .apply = apply_count, OFFSET(counts.follow),
	  .help = "follow what the command starts: processes and threads" },
	{ .names = "follow-forks", .group = GROUP_START, .commands = FOR_ALL,
	  .apply = apply_true, OFFSET(counts.long_follow), .help = "the same as -f" },
	{ .letter = 'F', .group = GROUP_START, .commands = FOR_LIVE,
	  .apply = apply_count, OFFSET(counts.deprecated_follow) },
	{ .letter = 'p', .names = "attach", .argument = ARGUMENT_REQUIRED, .metavar = "PID",
	  .group = GROUP_START, .commands = FOR_LIVE | FOR_SERVE | FOR_DEBUG, .values = VALUES_PID,
	  .apply = apply_pids,
	  .help = "attach to a running process; several, separated by commas or spaces, "
		  "or again and again; ^C leaves them running" },
	{ .letter = 'E', .names = "env", .argument = ARGUMENT_REQUIRED, .metavar = "VAR[=VALUE]",
	  .group = GROUP_START, .commands = FOR_LIVE | FOR_SERVE | FOR_DEBUG,
	  .apply = apply_words, OFFSET(environment),
	  .help = "set VAR in the environment of the command; without a value, remove it" },
	{ .letter = 'u', .names = "user", .argument = ARGUMENT_REQUIRED, .metavar = "USER",
	  .group = GROUP_START, .commands = FOR_LIVE | FOR_SERVE | FOR_DEBUG, .values = VALUES_USER,
	  .apply = apply_string, OFFSET(user),
	  .help = "run the command as this user, a name or UID:GID; setuid programs work then" },
	{ .names = "argv0", .argument = ARGUMENT_REQUIRED, .metavar = "NAME",
	  .group = GROUP_START, .commands = FOR_LIVE | FOR_SERVE | FOR_DEBUG,
	  .apply = apply_string, OFFSET(argv0),
	  .help = "let the command see NAME as its own name" },

	{ .names = "once", .group = GROUP_START, .commands = FOR_SERVE,
	  .apply = apply_true, OFFSET(once), .help = "end when the first client leaves" },
	{ .names = "multi", .group = GROUP_START, .commands = FOR_SERVE,
	  .apply = apply_true, OFFSET(multi),
	  .help = "stay when a process has ended; clients of the extended protocol start others" },
	{ .names = "explain", .group = GROUP_START, .commands = FOR_DEBUG,
	  .apply = apply_true, OFFSET(explain),
	  .help = "tell on standard error what is asked of the kernel, and what for" },
	{ .names = "batch", .group = GROUP_START, .commands = FOR_DEBUG,
	  .apply = apply_true, OFFSET(batch), .help = "end after these" },
	{ .names = "no-disable-randomization", .group = GROUP_START,
	  .commands = FOR_SERVE | FOR_DEBUG,
	  .apply = apply_true, OFFSET(random_addresses),
	  .help = "load the command at random addresses, as without a debugger" },

	/* How to trace it */
	{ .letter = 'D', .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .apply = apply_count, OFFSET(counts.daemonize),
	  .help = "trace from a grandchild, so that the command stays a child of the caller; "
		  "-DD: in a process group of its own; -DDD: in a session of its own" },
	{ .names = "daemonize daemonised daemonized", .argument = ARGUMENT_OPTIONAL,
	  .metavar = "PLACE", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .values = VALUES_WORDS, .words = "grandchild pgroup pgrp session",
	  .apply = apply_daemonize,
	  .help = "the same: grandchild, pgroup or session" },
	{ .letter = 'I', .names = "interruptible", .argument = ARGUMENT_REQUIRED,
	  .metavar = "WHEN", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .values = VALUES_WORDS, .words = "anywhere waiting never never_tstp",
	  .apply = apply_interruptible,
	  .help = "when a signal such as ^C ends the tracing: 1, anywhere (at once); 2, waiting "
		  "(between two events: the default); 3, never (the default with -o FILE and a "
		  "command); 4, never_tstp (^Z is ignored, too: the default with -D)" },
	{ .letter = 'b', .names = "detach-on", .argument = ARGUMENT_REQUIRED, .metavar = "execve",
	  .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .values = VALUES_WORDS, .words = "execve",
	  .apply = apply_detach_on,
	  .help = "let go of a process when it executes another program" },
	{ .names = "syscall-limit", .argument = ARGUMENT_REQUIRED, .metavar = "COUNT",
	  .group = GROUP_TRACER, .commands = FOR_LIVE, .apply = apply_limit, OFFSET(syscall_limit),
	  .help = "let go of everything after so many calls were shown" },
	{ .names = "stop-at", .argument = ARGUMENT_REQUIRED, .metavar = "CALL",
	  .group = GROUP_TRACER, .commands = FOR_TRACE | FOR_RECORD, .values = VALUES_CALLS,
	  .apply = apply_string, OFFSET(stop_at),
	  .help = "(with -f) stop at the first such call, as the debugger's \"catch\" takes it: "
		  "openat(\"/etc/shadow\"), connect if ret < 0; and debug there, as \"rastro debug\" "
		  "does; without a terminal, wait for gdb" },
	{ .names = "gdb", .group = GROUP_TRACER, .commands = FOR_TRACE | FOR_RECORD,
	  .apply = apply_true, OFFSET(gdb), .help = "start gdb then, on this terminal" },
	{ .names = "kill-on-exit", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .apply = apply_true, OFFSET(kill_on_exit),
	  .help = "kill everything traced if the tracer ends before it" },
	{ .names = "seccomp-bpf", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .apply = apply_true, OFFSET(seccomp),
	  .help = "do not stop at calls that are not shown (with -f; done without being asked "
		  "where the command cannot tell)" },
	{ .names = "no-seccomp-bpf", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .apply = apply_true, OFFSET(no_seccomp),
	  .help = "give no program a seccomp filter: all calls stop, and nothing of the program "
		  "changes" },
	{ .names = "insns", .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_true, OFFSET(insns),
	  .help = "every instruction that is executed, with what it reads and changes" },
	{ .names = "calls", .argument = ARGUMENT_OPTIONAL, .metavar = "HOW",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .values = VALUES_WORDS, .words = "points steps", .apply = apply_functions,
	  .help = "functions that are called, as a tree, instead of instructions: by points in "
		  "the code (the default) or steps" },
	{ .names = "from", .argument = ARGUMENT_REQUIRED, .metavar = "PLACE",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_window_end, OFFSET(window.from),
	  .help = "step from here on, and run until then: SYMBOL, SYMBOL+OFFSET, MODULE+OFFSET, "
		  "FILE:LINE, an address, call:SET or return:SET, where \"SET(3)\" is of calls whose "
		  "first argument is 3" },
	{ .names = "to", .argument = ARGUMENT_REQUIRED, .metavar = "PLACE",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_window_end, OFFSET(window.to), .help = "step until here" },
	{ .names = "range", .argument = ARGUMENT_REQUIRED, .metavar = "PLACE-PLACE",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_string, OFFSET(window.range),
	  .help = "step from the first place on, as long as it stays before the second one" },
	{ .names = "function", .argument = ARGUMENT_REQUIRED, .metavar = "PLACE",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_string, OFFSET(window.function),
	  .help = "step from here on until the function returns" },
	{ .names = "depth", .argument = ARGUMENT_REQUIRED, .metavar = "COUNT",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD, .apply = apply_limit, OFFSET(window.depth),
	  .help = "run over calls of functions that are nested deeper; 1: over all" },
	{ .names = "exclude", .argument = ARGUMENT_REQUIRED, .metavar = "NAME",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_string, OFFSET(window.exclude),
	  .help = "run over calls of this function, or of those of this file" },
	{ .names = "module", .argument = ARGUMENT_REQUIRED, .metavar = "FILE",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD,
	  .apply = apply_string, OFFSET(window.module),
	  .help = "show only instructions of this file" },
	{ .names = "limit", .argument = ARGUMENT_REQUIRED, .metavar = "COUNT",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_RECORD, .apply = apply_limit, OFFSET(step_limit),
	  .help = "let go of everything after so many instructions, or functions" },
	{ .names = "last", .argument = ARGUMENT_REQUIRED, .metavar = "COUNT",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_REPLAY, .apply = apply_last,
	  .help = "only the last instructions of threads that a signal kills" },
	{ .names = "count", .group = GROUP_TRACER, .commands = FOR_STEP | FOR_REPLAY,
	  .apply = apply_count_steps, .help = "only how many instructions each thread executed" },
	{ .names = "hot", .argument = ARGUMENT_OPTIONAL, .metavar = "WHAT",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_REPLAY,
	  .values = VALUES_WORDS, .words = "insn function line", .apply = apply_hot,
	  .help = "only how often each was executed: insn (the default), function or line" },
	{ .names = "mix", .group = GROUP_TRACER, .commands = FOR_STEP | FOR_REPLAY,
	  .apply = apply_mix, .help = "only how many instructions there were of each name" },
	{ .names = "coverage", .argument = ARGUMENT_REQUIRED, .metavar = "FORM",
	  .group = GROUP_TRACER, .commands = FOR_STEP | FOR_REPLAY,
	  .values = VALUES_WORDS, .words = "drcov lcov", .apply = apply_coverage,
	  .help = "only what was executed, for other tools: drcov (blocks) or lcov (lines)" },
	{ .names = "engine", .argument = ARGUMENT_REQUIRED, .metavar = "NAME",
	  .group = GROUP_TRACER, .commands = FOR_TRACE | FOR_RECORD,
	  .values = VALUES_WORDS, .words = "ptrace hybrid auto",
	  .apply = apply_engine, .help = "how processes are watched: ptrace, hybrid, auto" },
	{ .letter = 'd', .names = "debug", .group = GROUP_TRACER, .commands = FOR_LIVE,
	  .apply = apply_true, OFFSET(debug),
	  .help = "tell on standard error what the tracer decides, and why" },

	/* Which events to show */
	{ .letter = 'e', .argument = ARGUMENT_REQUIRED, .metavar = "[WHAT=]SET",
	  .group = GROUP_CHOOSE, .commands = FOR_ALL, .values = VALUES_QUALIFIERS,
	  .apply = apply_expression,
	  .help = "WHAT is trace (the default), signal, status, quiet, inject, fault, abbrev, "
		  "verbose, raw, decode-fds or decode-pids, each as the long option of that name; SET is "
		  "VALUE[,VALUE]..., all or none, and ! in front turns it round" },
	{ .names = "trace", .qualifiers = "trace t", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS", .group = GROUP_CHOOSE, .commands = FOR_ALL | FOR_SERVE, .values = VALUES_CALLS,
	  .apply = apply_calls, OFFSET(filter.calls),
	  .help = "only these calls: names, numbers, classes such as %file or %network, "
		  "/REGEX; ?NAME may be unknown; NAME@64 and NAME@32 are those of one ABI" },
	{ .names = "signal signals", .qualifiers = "signal signals s",
	  .argument = ARGUMENT_REQUIRED, .metavar = "SIGNALS",
	  .group = GROUP_CHOOSE, .commands = FOR_ALL, .values = VALUES_SIGNALS,
	  .apply = apply_signals, .help = "only these signals" },
	{ .names = "status", .qualifiers = "status", .argument = ARGUMENT_REQUIRED,
	  .metavar = "SET", .group = GROUP_CHOOSE, .commands = FOR_ALL,
	  .values = VALUES_WORDS, .words = "successful failed unfinished unavailable detached",
	  .apply = apply_status,
	  .help = "only calls that ended so: successful, failed, unfinished, unavailable, "
		  "detached; a call appears when it has ended" },
	{ .letter = 'z', .names = "successful-only", .group = GROUP_CHOOSE, .commands = FOR_ALL,
	  .apply = apply_successful, .help = "only calls that succeeded" },
	{ .letter = 'Z', .names = "failed-only failing-only", .group = GROUP_CHOOSE,
	  .commands = FOR_ALL,
	  .apply = apply_failed, .help = "only calls that failed" },
	{ .letter = 'P', .names = "trace-path", .argument = ARGUMENT_REQUIRED, .metavar = "PATH",
	  .group = GROUP_CHOOSE, .commands = FOR_ALL, .values = VALUES_FILE,
	  .apply = apply_words, OFFSET(paths),
	  .help = "only calls that name PATH or use a descriptor of it; may be repeated" },
	{ .names = "trace-fds", .qualifiers = "trace-fds trace-fd fds fd",
	  .argument = ARGUMENT_REQUIRED, .metavar = "NUMBERS", .group = GROUP_CHOOSE,
	  .commands = FOR_ALL, .apply = apply_descriptors, OFFSET(filter.fds),
	  .help = "only calls that use one of these descriptors, or a PATH of -P" },
	{ .letter = 'q', .group = GROUP_CHOOSE, .commands = FOR_ALL,
	  .apply = apply_count, OFFSET(counts.quiet),
	  .help = "no messages about attaching and modes; -qq: nor about exits; -qqq: none" },
	{ .names = "quiet silent silence", .qualifiers = "quiet silent silence q",
	  .argument = ARGUMENT_OPTIONAL, .metavar = "SET", .group = GROUP_CHOOSE,
	  .commands = FOR_ALL, .values = VALUES_WORDS,
	  .words = "attach exit path-resolution personality thread-execve all none",
	  .apply = apply_quiet,
	  .help = "leave out these messages: attach, exit, path-resolution, personality, "
		  "thread-execve" },

	/* What to do to calls */
	{ .names = "inject", .qualifiers = "inject", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS:ACTION...", .group = GROUP_TAMPER, .commands = FOR_LIVE,
	  .values = VALUES_CALLS, .apply = apply_inject,
	  .help = "tamper with these calls, where they are traced: error=ERRNO or retval=VALUE "
		  "instead of making them (syscall=NAME: make this harmless one), signal=SIGNAL, "
		  "delay_enter=TIME, delay_exit=TIME, poke_enter=@argN=HEX, poke_exit=@argN=HEX; "
		  "when=FIRST[..LAST][+[STEP]]: only to these of a thread's calls" },
	{ .names = "fault", .qualifiers = "fault", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS[:ACTION]", .group = GROUP_TAMPER, .commands = FOR_LIVE,
	  .values = VALUES_CALLS, .apply = apply_fault,
	  .help = "let these calls fail, with ENOSYS or error=ERRNO; when= as for inject" },

	{ .names = "force", .group = GROUP_TAMPER, .commands = FOR_CALL,
	  .apply = apply_true, OFFSET(force),
	  .help = "make the call even if a seccomp filter of the process may kill it for that" },

	/* How values look */
	{ .names = "describe", .argument = ARGUMENT_REQUIRED, .metavar = "FILE",
	  .group = GROUP_DECODE, .commands = FOR_ALL | FOR_INSPECT | FOR_DEBUG,
	  .values = VALUES_FILE, .is_early = true,
	  .apply = apply_words, OFFSET(descriptions),
	  .help = "decode calls, ioctls and structures as FILE describes them (see "
		  "docs/SYSCALLS.md); may be repeated" },
	{ .letter = 's', .names = "string-limit", .argument = ARGUMENT_REQUIRED, .metavar = "SIZE",
	  .group = GROUP_DECODE, .commands = FOR_VIEWS | FOR_INSPECT | FOR_DEBUG,
	  .apply = apply_string_limit,
	  .help = "show at most SIZE bytes of strings (default 32); paths are always whole" },
	{ .letter = 'v', .names = "no-abbrev", .group = GROUP_DECODE, .commands = FOR_VIEWS | FOR_INSPECT | FOR_DEBUG,
	  .apply = apply_no_abbrev, .help = "show structures and arrays with all they have" },
	{ .names = "abbrev", .qualifiers = "abbrev a", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_CALLS, .apply = apply_calls, OFFSET(view.abbrev),
	  .help = "shorten structures and arrays of these calls (default all)" },
	{ .names = "verbose", .qualifiers = "verbose v", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_CALLS, .apply = apply_calls, OFFSET(view.verbose),
	  .help = "show structures of these calls, not just their addresses (default all)" },
	{ .names = "raw", .qualifiers = "raw x", .argument = ARGUMENT_REQUIRED,
	  .metavar = "CALLS", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_CALLS, .apply = apply_calls, OFFSET(view.raw),
	  .help = "show the arguments of these calls as bare numbers" },
	{ .names = "read", .qualifiers = "read reads r", .argument = ARGUMENT_REQUIRED,
	  .metavar = "NUMBERS", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .apply = apply_descriptors, OFFSET(view.dump_read),
	  .help = "show all data read from these descriptors, in hexadecimal and ASCII" },
	{ .names = "write", .qualifiers = "write writes w", .argument = ARGUMENT_REQUIRED,
	  .metavar = "NUMBERS", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .apply = apply_descriptors, OFFSET(view.dump_write),
	  .help = "show all data written to these descriptors" },
	{ .letter = 'x', .group = GROUP_DECODE, .commands = FOR_VIEWS | FOR_INSPECT,
	  .apply = apply_count, OFFSET(counts.hex),
	  .help = "show strings that are not all ASCII in hexadecimal; -xx: all strings" },
	{ .names = "strings-in-hex", .argument = ARGUMENT_OPTIONAL, .metavar = "WHICH",
	  .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "none non-ascii-chars non-ascii all",
	  .apply = apply_hex,
	  .help = "the same: none, non-ascii-chars (only in their escapes), non-ascii, or all" },
	{ .letter = 'X', .names = "const-print-style", .argument = ARGUMENT_REQUIRED,
	  .metavar = "STYLE", .group = GROUP_DECODE, .commands = FOR_VIEWS | FOR_INSPECT | FOR_DEBUG,
	  .values = VALUES_WORDS, .words = "abbrev raw verbose",
	  .apply = apply_constants,
	  .help = "constants: abbrev (names: the default), raw (numbers), verbose (both)" },
	{ .letter = 'y', .group = GROUP_DECODE, .commands = FOR_VIEWS | FOR_INSPECT | FOR_DEBUG,
	  .apply = apply_count, OFFSET(counts.fds),
	  .help = "show the paths of descriptors; -yy: all that is known of them" },
	{ .names = "decode-fds", .qualifiers = "decode-fds decode-fd",
	  .argument = ARGUMENT_OPTIONAL, .metavar = "SET",
	  .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "path socket dev eventfd pidfd signalfd all none",
	  .apply = apply_decode_fds,
	  .help = "the same, one by one: path, socket, dev, eventfd, pidfd, signalfd" },
	{ .letter = 'Y', .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(view.decode_pids),
	  .help = "show the command names of processes" },
	{ .names = "decode-pids", .qualifiers = "decode-pids decode-pid",
	  .argument = ARGUMENT_REQUIRED, .metavar = "SET",
	  .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "comm pidns all none",
	  .apply = apply_decode_pids,
	  .help = "comm: the same; pidns: numbers in our PID namespace, too, of processes that "
		  "live in another one" },
	{ .names = "pidns-translation", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(view.translate_pids), .help = "the same as "
	  "--decode-pids=pidns" },
	{ .names = "kvm", .qualifiers = "kvm", .argument = ARGUMENT_REQUIRED, .metavar = "WHAT",
	  .group = GROUP_DECODE, .commands = FOR_ALL,
	  .values = VALUES_WORDS, .words = "vcpu vcpu+",
	  .apply = apply_kvm,
	  .help = "vcpu: why a virtual processor of KVM stopped, after ioctl(KVM_RUN); vcpu+: and "
		  "all that it shares with its owner, before and after" },
	{ .names = "namespace", .qualifiers = "namespace", .argument = ARGUMENT_REQUIRED,
	  .metavar = "new", .group = GROUP_DECODE, .commands = FOR_ALL,
	  .values = VALUES_WORDS, .words = "new",
	  .apply = apply_namespace,
	  .help = "new: the namespaces that clone, clone3, setns and unshare have entered" },
	{ .names = "secontext", .qualifiers = "secontext", .argument = ARGUMENT_OPTIONAL,
	  .metavar = "SET", .group = GROUP_DECODE, .commands = FOR_ALL,
	  .values = VALUES_WORDS, .words = "full mismatch all none",
	  .apply = apply_contexts,
	  .help = "show security contexts (SELinux) of processes, descriptors and files: their "
		  "types; full: whole; mismatch: and what files are expected to have, where that "
		  "is another" },
	{ .letter = 'N', .names = "arg-names", .group = GROUP_DECODE, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(view.arg_names), .help = "show the names of arguments" },

	/* What a line begins and ends with */
	{ .letter = 'a', .names = "columns", .argument = ARGUMENT_REQUIRED, .metavar = "COLUMN",
	  .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .apply = apply_column, .help = "results stand in this column (default 40)" },
	{ .letter = 't', .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .apply = apply_count, OFFSET(counts.clock),
	  .help = "the time of day; -tt: with microseconds; -ttt: seconds since 1970" },
	{ .names = "absolute-timestamps timestamps", .argument = ARGUMENT_OPTIONAL,
	  .metavar = "[FORMAT][,PRECISION]", .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "none time unix s ms us ns",
	  .apply = apply_timestamps,
	  .help = "the same: none, time or unix; s, ms, us or ns" },
	{ .letter = 'r', .names = "relative-timestamps", .argument = ARGUMENT_OPTIONAL,
	  .metavar = "PRECISION", .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "s ms us ns",
	  .apply = apply_precision, OFFSET(view.relative),
	  .help = "the time since the line before" },
	{ .letter = 'T', .names = "syscall-times", .argument = ARGUMENT_OPTIONAL,
	  .metavar = "PRECISION", .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "s ms us ns",
	  .apply = apply_precision, OFFSET(view.duration),
	  .help = "the time spent in each call" },
	{ .letter = 'i', .names = "instruction-pointer", .group = GROUP_LINE,
	  .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(view.show_ip), .help = "the instruction pointer" },
	{ .letter = 'k', .group = GROUP_LINE, .commands = FOR_ALL,
	  .apply = apply_count, OFFSET(counts.stacks),
	  .help = "who called whom, below each call and signal: file, symbol and offset of every "
		  "frame; -kk: with lines of the source" },
	{ .names = "stack-trace stack-traces", .argument = ARGUMENT_OPTIONAL, .metavar = "FORM",
	  .group = GROUP_LINE, .commands = FOR_ALL,
	  .values = VALUES_WORDS, .words = "symbol source",
	  .apply = apply_stacks, .help = "the same: symbol or source" },
	{ .names = "stack-trace-frame-limit", .argument = ARGUMENT_REQUIRED, .metavar = "COUNT",
	  .group = GROUP_LINE, .commands = FOR_ALL,
	  .apply = apply_stack_limit, .help = "at most so many frames (default 256)" },
	{ .letter = 'n', .names = "syscall-number", .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(view.show_number), .help = "the number of the call" },
	{ .names = "always-show-pid", .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(always_pid), .help = "the process, even if there is only one" },
	{ .names = "color", .argument = ARGUMENT_OPTIONAL, .metavar = "WHEN",
	  .group = GROUP_LINE, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS, .words = "auto always never",
	  .apply = apply_color,
	  .help = "colours: auto (on a terminal, unless NO_COLOR is set), always, never" },

	/* Where it goes */
	{ .letter = 'o', .names = "output", .argument = ARGUMENT_REQUIRED, .metavar = "FILE",
	  .group = GROUP_OUTPUT, .commands = FOR_ANY | FOR_SERVE, .values = VALUES_FILE,
	  .apply = apply_string, OFFSET(output),
	  .help = "write to FILE instead of standard error; to the input of a command if it "
		  "begins with | or !" },
	{ .letter = 'A', .names = "output-append-mode", .group = GROUP_OUTPUT,
	  .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(append), .help = "append to FILE" },
	{ .names = "output-separately", .group = GROUP_OUTPUT, .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(counts.long_separate),
	  .help = "a file for every thread: FILE.TID; -ff means -f and this" },
	{ .names = "json", .group = GROUP_OUTPUT, .commands = FOR_VIEWS | FOR_INSPECT | FOR_DEBUG,
	  .apply = apply_json, .help = "one JSON object per line and event" },
	{ .names = "capture-size", .argument = ARGUMENT_REQUIRED, .metavar = "SIZE",
	  .group = GROUP_OUTPUT, .commands = FOR_RECORD,
	  .apply = apply_capture_size,
	  .help = "keep at most SIZE bytes of strings (default 4096)" },

	/* Letters that mean something else elsewhere. */
	{ .letter = 'e', .names = "eval", .argument = ARGUMENT_REQUIRED, .metavar = "COMMAND",
	  .group = GROUP_START, .commands = FOR_DEBUG, .apply = apply_said, OFFSET(said),
	  .help = "a command to begin with; may be repeated" },
	{ .letter = 'x', .names = "commands", .argument = ARGUMENT_REQUIRED, .metavar = "FILE",
	  .group = GROUP_START, .commands = FOR_DEBUG, .values = VALUES_FILE,
	  .apply = apply_said, OFFSET(said), .help = "the same, of the lines of a file" },

	/* Statistics */
	{ .letter = 'c', .names = "summary-only", .group = GROUP_SUMMARY, .commands = FOR_VIEWS,
	  .apply = apply_summary_only,
	  .help = "count calls, errors and time, and show only a table at the end" },
	{ .letter = 'C', .names = "summary", .group = GROUP_SUMMARY, .commands = FOR_VIEWS,
	  .apply = apply_summary_too, .help = "show events as well as the table" },
	{ .letter = 'w', .names = "summary-wall-clock", .group = GROUP_SUMMARY,
	  .commands = FOR_VIEWS,
	  .apply = apply_true, OFFSET(summary_form.wall_clock),
	  .help = "count the time from entry to return, not the system time" },
	{ .letter = 'S', .names = "summary-sort-by", .argument = ARGUMENT_REQUIRED,
	  .metavar = "COLUMN", .group = GROUP_SUMMARY, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS,
	  .words = "time min-time max-time avg-time wall-total wall-min wall-max wall-avg calls "
		   "errors name nothing",
	  .apply = apply_sort, .help = "sort by a column (default time), or by nothing" },
	{ .letter = 'U', .names = "summary-columns", .argument = ARGUMENT_REQUIRED,
	  .metavar = "COLUMNS", .group = GROUP_SUMMARY, .commands = FOR_VIEWS,
	  .values = VALUES_WORDS,
	  .words = "time-percent total-time min-time max-time avg-time wall-total wall-min wall-max "
		   "wall-avg calls errors name",
	  .apply = apply_columns,
	  .help = "show these: time-percent, total-time, min-time, max-time, avg-time, calls, "
		  "errors, name; wall-total, wall-min, wall-max, wall-avg are from entry to return "
		  "with or without -w" },
	{ .letter = 'O', .names = "summary-syscall-overhead", .argument = ARGUMENT_REQUIRED,
	  .metavar = "TIME[UNIT]", .group = GROUP_SUMMARY, .commands = FOR_VIEWS,
	  .apply = apply_overhead,
	  .help = "take so much off every call for the tracing: s, ms, us (default) or ns" },

	/* Help */
	{ .letter = 'h', .names = "help", .group = GROUP_HELP, .commands = FOR_ANY | FOR_SERVE | FOR_DEBUG,
	  .apply = apply_help, .help = "this text" },
	{ .letter = 'V', .names = "version", .group = GROUP_HELP, .commands = FOR_ANY | FOR_SERVE | FOR_DEBUG,
	  .apply = apply_version, .help = "version" },
	{ .names = "tips", .argument = ARGUMENT_OPTIONAL, .metavar = "[ID][,FORMAT]",
	  .group = GROUP_HELP, .commands = FOR_TRACE,
	  .values = VALUES_WORDS, .words = "random none compact full",
	  .apply = apply_tips,
	  .help = "end with a tip: that of a number, or random; none, compact or full" },
	{ .names = "completion", .argument = ARGUMENT_REQUIRED, .metavar = "SHELL",
	  .group = GROUP_HELP, .commands = FOR_TRACE,
	  .values = VALUES_WORDS, .words = "bash zsh fish",
	  .apply = apply_completion,
	  .help = "print what lets bash, zsh or fish complete these options" },
};
/* clang-format on */

const unsigned option_row_count = sizeof(option_rows) / sizeof(*option_rows);

const char *words_next(const char **rest, size_t *length)
{
	const char *word = *rest;

	if (!word || !*word)
		return NULL;
	*length = strcspn(word, " ");
	*rest = word + *length + (word[*length] == ' ');
	return word;
}

bool words_have(const char *words, const char *word, size_t length)
{
	size_t known_length;

	for (const char *known; (known = words_next(&words, &known_length));)
		if (known_length == length && memcmp(known, word, length) == 0)
			return true;
	return false;
}

const struct option_row *option_find_qualifier(const char *name, size_t length)
{
	for (unsigned i = 0; i < option_row_count; i++)
		if (words_have(option_rows[i].qualifiers, name, length))
			return &option_rows[i];
	return NULL;
}
