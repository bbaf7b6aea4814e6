/* What is this process.
 *
 * One table of parts: those that matter most stand on the first screen, with lists cut
 * short; each alone shows all it has.  Everything is read anew for each part, from files
 * that are there as long as the process is. */
#include "inspect/overview.h"

#include "base/guard.h"
#include "calls/capture.h"
#include "calls/symbols.h"
#include "calls/table.h"
#include "output/print.h"
#include "output/sink.h"
#include "tracee/maps.h"
#include "tracee/proc_text.h"
#include "tracee/tracee.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	SCREEN_ROWS = 8, /* of a list on the first screen */
	CAPABILITIES = 64,
	DESCRIPTORS_MAX = 1 << 16,
	THREADS_SHOWN_MAX = 1 << 14,
	AUXV_MAX = 256,
	LINE_MAX_SHOWN = 4096, /* of a command or variable on the first screen */
	ADDRESS_COLUMN = 18,
	KEPT_STRING = 4096,
	KEPT_ARRAY = 32,
};

/* ---- pieces */

/* On the first screen nothing is said of what it has none of. */
static void field_show(struct overview *overview, const struct text *status, const char *name,
                       const char *field)
{
	size_t length;
	const char *value = proc_field(status, field, &length);
	struct text text = { 0 };

	if (!length || (overview->rows_max && strncmp(value, "0 kB", 4) == 0))
		return;
	for (size_t i = 0; i < length; i++)
		text_char(&text, value[i] == '\t' ? ' ' : value[i]);
	sheet_text(overview->sheet, name, 0, text.bytes, text.length);
	text_free(&text);
}

static bool is_full(const struct overview *overview, size_t row)
{
	return overview->rows_max && row >= overview->rows_max;
}

/* How much of a list is shown, for its heading. */
static const char *count_note(const struct overview *overview, size_t count, char note[64])
{
	if (overview->rows_max && count > overview->rows_max)
		snprintf(note, 64, "%zu, of which the first %u are", count, overview->rows_max);
	else
		snprintf(note, 64, "%zu", count);
	return note;
}

static void file_text(struct overview *overview, const char *file, const char *name)
{
	struct text text = { 0 };

	if (proc_text_read(&text, overview->subject->pid, file) == 0 && text.length) {
		size_t length = strcspn(text.bytes, "\n");

		if (strcmp(text.bytes, "0") !=
		    0) /* what wchan says to strangers, and of those awake */
			sheet_text(overview->sheet, name, 0, text.bytes, length);
	}
	text_free(&text);
}

/* ---- who it is */

/* Words of a command line or environment, which zeros separate. */
static void words_show(struct overview *overview, const char *file, const char *name)
{
	struct text text = { 0 }, line = { 0 };

	proc_text_read(&text, overview->subject->pid, file);
	for (size_t at = 0; at < text.length;) {
		size_t length = strnlen(text.bytes + at, text.length - at);

		if (at)
			text_char(&line, ' ');
		text_put(&line, text.bytes + at, length);
		at += length + 1;
		if (overview->rows_max && line.length > LINE_MAX_SHOWN)
			break;
	}
	if (line.length)
		sheet_text(overview->sheet, name, 0, line.bytes, line.length);
	text_free(&text);
	text_free(&line);
}

static void link_show(struct overview *overview, const char *file, const char *name)
{
	char path[64], target[TRACEE_NAME_MAX];

	snprintf(path, sizeof(path), "/proc/%d/%s", overview->subject->pid, file);
	ssize_t length = readlink(path, target, sizeof(target));

	if (length > 1 || (length > 0 && !overview->rows_max))
		sheet_text(overview->sheet, name, 0, target, (size_t)length);
}

static void put_named(struct text *out, long number, const char *name, size_t length)
{
	text_decimal(out, number);
	if (!length)
		return;
	text_literal(out, " (");
	print_quoted(out, (const uint8_t *)name, length, HEX_NONE, QUOTE_NONE);
	text_char(out, ')');
}

static void process_show(struct overview *overview, const struct text *status, const char *field,
                         const char *name)
{
	pid_t pid = (pid_t)proc_field_number(status, field, 10);
	char comm[TRACEE_COMM_MAX];
	ssize_t length = pid ? tracee_comm(pid, comm, sizeof(comm)) : 0;
	struct text text = { 0 };

	if (!pid)
		return;
	if (overview->sheet->is_json) {
		sheet_number(overview->sheet, name, 0, pid);
		return;
	}
	put_named(&text, pid, comm, length > 0 ? (size_t)length : 0);
	sheet_safe(overview->sheet, name, &text);
	text_free(&text);
}

static void identity_show(struct overview *overview)
{
	struct text status = { 0 };
	struct sheet *sheet = overview->sheet;
	const struct subject *subject = overview->subject;
	size_t length;

	proc_text_read(&status, subject->pid, "status");
	sheet_number(sheet, "process", 0, subject->pid);
	field_show(overview, &status, "name", "Name");
	words_show(overview, "cmdline", "command");
	link_show(overview, "exe", "program");
	if (!subject->is_closed)
		sheet_string(sheet, "abi", 0, subject->abi == ABI_I386 ? "i386" : "x86_64");
	link_show(overview, "cwd", "directory");
	link_show(overview, "root", "root");
	field_show(overview, &status, "state", "State");
	process_show(overview, &status, "PPid", "parent");
	process_show(overview, &status, "TracerPid", "tracer");
	const char *numbers = proc_field(&status, "NSpid", &length);

	if (memchr(numbers, '\t', length))
		field_show(overview, &status, "in namespaces", "NSpid");
	field_show(overview, &status, "cpus", "Cpus_allowed_list");
	text_free(&status);
	file_text(overview, "oom_score", "oom score");
	file_text(overview, "wchan", "sleeps in");
}

/* ---- rights */

/* "real, effective, saved, file system": one number if they are all the same. */
static void ids_show(struct overview *overview, const struct text *status, const char *field,
                     const char *name, bool is_group)
{
	unsigned ids[4];
	size_t length;
	const char *value = proc_field(status, field, &length);
	static const char *const words[] = { "", ", effective ", ", saved ", ", for files " };

	if (sscanf(value, "%u %u %u %u", &ids[0], &ids[1], &ids[2], &ids[3]) != 4)
		return;
	struct text text = { 0 };

	for (unsigned i = 0; i < 4; i++) {
		const struct passwd *user = is_group ? NULL : getpwuid(ids[i]);
		const struct group *group = is_group ? getgrgid(ids[i]) : NULL;
		const char *known = user ? user->pw_name : group ? group->gr_name : "";

		if (i && ids[i] == ids[0])
			continue;
		text_string(&text, words[i]);
		put_named(&text, ids[i], known, strlen(known));
	}
	sheet_safe(overview->sheet, name, &text);
	text_free(&text);
}

static void put_capabilities(struct text *out, uint64_t set)
{
	const struct symbols *names = symbols_find("capability");
	const char *separator = "";

	for (unsigned bit = 0; bit < CAPABILITIES; bit++) {
		const struct symbol *symbol =
			set >> bit & 1 && names ? symbols_name(names, bit) : NULL;

		if (!(set >> bit & 1))
			continue;
		text_string(out, separator);
		separator = " ";
		if (symbol)
			text_put(out, symbol->name, symbol->length);
		else
			text_unsigned(out, bit);
	}
}

/* As the kernel has them. */
static uint64_t capabilities_all(void)
{
	AUTO_FILE FILE *file = fopen("/proc/sys/kernel/cap_last_cap", "re");
	unsigned last = CAPABILITIES - 1;

	if (file && fscanf(file, "%u", &last) == 1 && last < CAPABILITIES - 1)
		return ((uint64_t)2 << last) - 1;
	return UINT64_MAX;
}

/* People are told in a word what they would have to count. */
static void capabilities_show(struct overview *overview, const struct text *status,
                              const char *field, const char *name)
{
	bool in_words = !overview->sheet->is_json;
	size_t length;

	proc_field(status, field, &length);
	if (!length)
		return;
	uint64_t set = proc_field_number(status, field, 16);
	struct text text = { 0 };

	uint64_t all = capabilities_all(), missing = all & ~set;
	bool has_most = __builtin_popcountll(missing) < __builtin_popcountll(set);

	if (in_words && (!set || !missing)) {
		text_string(&text, set ? "all" : "none");
	} else if (in_words && has_most) {
		text_literal(&text, "all but ");
		put_capabilities(&text, missing);
	} else {
		put_capabilities(&text, set);
	}
	sheet_safe(overview->sheet, name, &text);
	text_free(&text);
}

static void credentials_show(struct overview *overview)
{
	struct text status = { 0 };

	proc_text_read(&status, overview->subject->pid, "status");
	ids_show(overview, &status, "Uid", "user", false);
	ids_show(overview, &status, "Gid", "group", true);
	field_show(overview, &status, "groups", "Groups");
	capabilities_show(overview, &status, "CapEff", "capabilities");
	if (!overview->rows_max) {
		capabilities_show(overview, &status, "CapPrm", "permitted");
		capabilities_show(overview, &status, "CapInh", "inheritable");
		capabilities_show(overview, &status, "CapAmb", "ambient");
		capabilities_show(overview, &status, "CapBnd", "bounding");
	}
	file_text(overview, "attr/current", "security");
	text_free(&status);
}

static void seccomp_show(struct overview *overview)
{
	static const char *const modes[] = { "none", "strict: read, write, exit, sigreturn alone",
		                             "filter" };
	struct text status = { 0 };

	proc_text_read(&status, overview->subject->tid, "status");
	unsigned long long mode = proc_field_number(&status, "Seccomp", 10);

	sheet_string(overview->sheet, "seccomp", 0, mode < 3 ? modes[mode] : "of a kind not known");
	if (mode == 2)
		field_show(overview, &status, "filters", "Seccomp_filters");
	sheet_string(overview->sheet, "no new privs", 0,
	             proc_field_number(&status, "NoNewPrivs", 10) ? "yes" : "no");
	text_free(&status);
}

/* ---- limits */

/* "Max open files            1024                 4096                 files" */
static void limit_show(struct overview *overview, const char *line, size_t length)
{
	enum { SOFT = 26, HARD = 47, UNIT = 68, COLUMN = 21, PREFIX = 4 };
	const struct {
		const char *name;
		unsigned at, width, shown;
	} cells[] = {
		{ "limit", PREFIX, SOFT - PREFIX, 20 },
		{ "soft", SOFT, COLUMN, 12 },
		{ "hard", HARD, COLUMN, 12 },
		{ "unit", UNIT, COLUMN, 0 },
	};

	if (length < HARD)
		return;
	sheet_row_begin(overview->sheet);
	for (unsigned i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
		size_t end = cells[i].at + cells[i].width;

		if (cells[i].at >= length)
			break;
		end = end < length ? end : length;
		while (end > cells[i].at && line[end - 1] == ' ')
			end--;
		if (end > cells[i].at)
			sheet_text(overview->sheet, cells[i].name, cells[i].shown,
			           line + cells[i].at, end - cells[i].at);
	}
	sheet_row_end(overview->sheet);
}

static bool is_main_limit(const char *line)
{
	static const char *const names[] = { "Max stack",     "Max core",   "Max open files",
		                             "Max processes", "Max locked", "Max address" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strncmp(line, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static void limits_show(struct overview *overview)
{
	struct text text = { 0 };

	if (proc_text_read(&text, overview->subject->pid, "limits") < 0)
		return;
	sheet_list_begin(overview->sheet, "limits", NULL);
	for (const char *line = text.length ? text.bytes : NULL; line;) {
		const char *end = strchr(line, '\n');

		if (!end)
			break;
		if (strncmp(line, "Max ", 4) == 0 && (!overview->rows_max || is_main_limit(line)))
			limit_show(overview, line, (size_t)(end - line));
		line = end + 1;
	}
	sheet_list_end(overview->sheet);
	text_free(&text);
}

/* ---- signals */

static void signals_show(struct overview *overview)
{
	static const struct {
		const char *name, *field;
	} sets[] = {
		{ "pending", "ShdPnd" }, { "of thread", "SigPnd" }, { "blocked", "SigBlk" },
		{ "ignored", "SigIgn" }, { "caught", "SigCgt" },
	};
	struct text status = { 0 };

	proc_text_read(&status, overview->subject->tid, "status");
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		uint64_t set = proc_field_number(&status, sets[i].field, 16);
		struct text text = { 0 };
		struct printer printer = { .out = &text, .view = overview->view };

		print_signal_mask(&printer, set, sizeof(set));
		sheet_safe(overview->sheet, sets[i].name, &text);
		text_free(&text);
	}
	text_free(&status);
}

/* ---- memory */

static void map_row(struct overview *overview, const struct maps_line *line)
{
	struct sheet *sheet = overview->sheet;

	sheet_row_begin(sheet);
	sheet_hex(sheet, "start", ADDRESS_COLUMN, line->start);
	sheet_hex(sheet, "end", ADDRESS_COLUMN, line->end);
	sheet_string(sheet, "rights", 4, line->rights);
	if (line->inode)
		sheet_hex(sheet, "offset", 10, line->offset);
	else if (!sheet->is_json)
		sheet_string(sheet, "", 10, "");
	if (line->name_length)
		sheet_text(sheet, "name", 0, line->name, line->name_length);
	sheet_row_end(sheet);
}

static void maps_show(struct overview *overview)
{
	struct text text = { 0 };
	struct maps_line line;

	proc_text_read(&text, overview->subject->pid, "maps");
	sheet_list_begin(overview->sheet, "maps", NULL);
	for (const char *at = text.bytes; maps_next(&at, &line);)
		map_row(overview, &line);
	sheet_list_end(overview->sheet);
	text_free(&text);
}

static void memory_show(struct overview *overview)
{
	struct text status = { 0 }, maps = { 0 };
	struct maps_line line;
	unsigned count = 0, writable_code = 0;

	proc_text_read(&status, overview->subject->pid, "status");
	proc_text_read(&maps, overview->subject->pid, "maps");
	for (const char *at = maps.bytes; maps_next(&at, &line); count++)
		writable_code += maps_may(&line, 'w') && maps_may(&line, 'x');
	field_show(overview, &status, "memory", "VmSize");
	field_show(overview, &status, "resident", "VmRSS");
	field_show(overview, &status, "swapped", "VmSwap");
	field_show(overview, &status, "locked", "VmLck");
	if (count)
		sheet_number(overview->sheet, "mappings", 0, count);
	if (writable_code)
		sheet_number(overview->sheet, "w and x", 0, writable_code);
	text_free(&status);
	text_free(&maps);
}

static void auxv_row(struct overview *overview, uint64_t type, uint64_t value)
{
	static const struct {
		uint16_t type;
		const char *name;
		bool is_string;
	} known[] = {
		{ AT_SYSINFO_EHDR, "AT_SYSINFO_EHDR", false },
		{ AT_SYSINFO, "AT_SYSINFO", false },
		{ AT_HWCAP, "AT_HWCAP", false },
		{ AT_PAGESZ, "AT_PAGESZ", false },
		{ AT_CLKTCK, "AT_CLKTCK", false },
		{ AT_PHDR, "AT_PHDR", false },
		{ AT_PHENT, "AT_PHENT", false },
		{ AT_PHNUM, "AT_PHNUM", false },
		{ AT_BASE, "AT_BASE", false },
		{ AT_FLAGS, "AT_FLAGS", false },
		{ AT_ENTRY, "AT_ENTRY", false },
		{ AT_UID, "AT_UID", false },
		{ AT_EUID, "AT_EUID", false },
		{ AT_GID, "AT_GID", false },
		{ AT_EGID, "AT_EGID", false },
		{ AT_SECURE, "AT_SECURE", false },
		{ AT_RANDOM, "AT_RANDOM", false },
		{ AT_HWCAP2, "AT_HWCAP2", false },
		{ AT_EXECFN, "AT_EXECFN", true },
		{ AT_PLATFORM, "AT_PLATFORM", true },
		{ AT_MINSIGSTKSZ, "AT_MINSIGSTKSZ", false },
		{ 27, "AT_RSEQ_FEATURE_SIZE", false },
		{ 28, "AT_RSEQ_ALIGN", false },
	};
	struct sheet *sheet = overview->sheet;
	char number[24];
	const char *name = number;
	bool is_string = false;
	uint8_t string[256];

	snprintf(number, sizeof(number), "%llu", (unsigned long long)type);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].type == type) {
			name = known[i].name;
			is_string = known[i].is_string;
		}
	sheet_row_begin(sheet);
	sheet_string(sheet, "type", 20, name);
	sheet_hex(sheet, "value", ADDRESS_COLUMN, value);
	ssize_t got =
		is_string ? subject_read(overview->subject, value, string, sizeof(string)) : 0;

	if (got > 0)
		sheet_text(sheet, "string", 0, string, strnlen((char *)string, (size_t)got));
	sheet_row_end(sheet);
}

static void auxv_show(struct overview *overview)
{
	struct text text = { 0 };
	unsigned word = overview->subject->abi == ABI_I386 ? 4 : 8;

	proc_text_read(&text, overview->subject->pid, "auxv");
	sheet_list_begin(overview->sheet, "auxv", NULL);
	for (size_t at = 0, i = 0; at + 2 * word <= text.length && i < AUXV_MAX;
	     at += 2 * word, i++) {
		const uint8_t *bytes = (uint8_t *)text.bytes + at;
		uint64_t type = load_number(bytes, word, false);

		if (type == AT_NULL)
			break;
		auxv_row(overview, type, load_number(bytes + word, word, false));
	}
	sheet_list_end(overview->sheet);
	text_free(&text);
}

static void environment_show(struct overview *overview)
{
	struct text text = { 0 };

	proc_text_read(&text, overview->subject->pid, "environ");
	sheet_list_begin(overview->sheet, "environment", NULL);
	for (size_t at = 0; at < text.length;) {
		const char *variable = text.bytes + at;
		size_t length = strnlen(variable, text.length - at);

		if (length) {
			sheet_row_begin(overview->sheet);
			sheet_text(overview->sheet, "variable", 0, variable, length);
			sheet_row_end(overview->sheet);
		}
		at += length + 1;
	}
	sheet_list_end(overview->sheet);
	text_free(&text);
}

/* ---- descriptors */

static int compare_numbers(const void *left, const void *right)
{
	int a = *(const int *)left, b = *(const int *)right;

	return (a > b) - (a < b);
}

/* All descriptors in order; the caller frees *list.  -1: nobody tells. */
static ssize_t descriptors_list(pid_t pid, int **list)
{
	char path[64];
	size_t count = 0, capacity = 0;

	*list = NULL;
	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	DIR *directory = opendir(path);
	const struct dirent *entry;

	if (!directory)
		return -1;
	while (count < DESCRIPTORS_MAX && (entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		if (count == capacity) {
			capacity = capacity ? 2 * capacity : 64;
			int *larger = realloc(*list, capacity * sizeof(*larger));

			if (!larger)
				break;
			*list = larger;
		}
		(*list)[count++] = atoi(entry->d_name);
	}
	closedir(directory);
	if (count)
		qsort(*list, count, sizeof(**list), compare_numbers);
	return (ssize_t)count;
}

/* fdinfo has the flags of open(2), in octal. */
static void descriptor_flags(struct overview *overview, int fd)
{
	char value[TRACEE_FDINFO_MAX];
	const struct symbols *names = symbols_find("open_flags");
	struct text text = { 0 };
	struct printer printer = { .out = &text, .view = overview->view };

	if (!names || !tracee_fd_info(overview->subject->pid, fd, "flags:", value))
		return;
	print_symbols(&printer, names, strtoull(value, NULL, 8), sizeof(int));
	sheet_safe(overview->sheet, "flags", &text);
	text_free(&text);
}

static void descriptor_row(struct overview *overview, int fd)
{
	struct subject *subject = overview->subject;
	struct sheet *sheet = overview->sheet;
	char name[TRACEE_NAME_MAX], position[TRACEE_FDINFO_MAX];
	struct text detail = { 0 };
	ssize_t length = tracee_fd_name(subject->pid, fd, name, sizeof(name));

	if (length < 0)
		return;
	fd_details_doubt(&subject->memory.details);
	enum fd_detail kind = fd_detail(&subject->memory.details, subject->pid, fd, name,
	                                (size_t)length, &detail);

	sheet_row_begin(sheet);
	sheet_number(sheet, "fd", 3, fd);
	if (kind == FD_DETAIL_SOCKET)
		sheet_text(sheet, "what", 30, detail.bytes, detail.length);
	else
		sheet_text(sheet, "what", 30, name, (size_t)length);
	if (kind == FD_DETAIL_OTHER)
		sheet_text(sheet, "detail", 0, detail.bytes, detail.length);
	descriptor_flags(overview, fd);
	if (tracee_fd_info(subject->pid, fd, "pos:", position) && strtoull(position, NULL, 10)) {
		if (!sheet->is_json)
			sheet_string(sheet, "", 0, "at");
		sheet_number(sheet, "position", 0, strtoll(position, NULL, 10));
	}
	sheet_row_end(sheet);
	text_free(&detail);
}

static void descriptors_show(struct overview *overview)
{
	int *list;
	char note[64];
	ssize_t count = descriptors_list(overview->subject->pid, &list);

	if (count < 0)
		return;
	sheet_list_begin(overview->sheet, "descriptors", count_note(overview, (size_t)count, note));
	for (ssize_t i = 0; i < count && !is_full(overview, (size_t)i); i++)
		descriptor_row(overview, list[i]);
	sheet_list_end(overview->sheet);
	free(list);
}

/* ---- threads, and the calls they are in */

/* "0 0x3 0x7f.. 0x400 0x0 0x0 0x0 0x7ffe.. 0x7f..": number, arguments, sp, ip. */
static bool call_of(pid_t tid, struct event *event)
{
	struct text text = { 0 };
	unsigned long long args[6], sp, ip;
	long long nr;
	bool is_in_call =
		proc_text_read(&text, tid, "syscall") == 0 &&
		sscanf(text.bytes, "%lli %llx %llx %llx %llx %llx %llx %llx %llx", &nr, &args[0],
	               &args[1], &args[2], &args[3], &args[4], &args[5], &sp, &ip) == 9 &&
		nr >= 0;

	if (is_in_call) {
		event->nr = (uint32_t)nr;
		event->ip = ip;
		for (unsigned i = 0; i < 6; i++)
			event->args[i] = args[i];
	}
	text_free(&text);
	return is_in_call;
}

/* The line of a call that has begun, up to what is known of it. */
static void put_call(struct overview *overview, const struct event *event, struct text *out)
{
	struct stream *stream = stream_in_memory();
	struct sink *sink = stream ? sink_open("text", overview->view, stream, NULL) : NULL;

	if (sink) {
		struct text *line = stream_text(stream);

		sink->ops->event(sink, event);
		sink->ops->tick(sink);
		bool is_all = !line->length || line->bytes[line->length - 1] != ' ';

		text_put(out, line->bytes, line->length);
		sink_close(sink);
		text_string(out, is_all ? ")" : "...)");
	}
	if (stream)
		stream_close(stream, NULL);
}

static void call_put(struct overview *overview, pid_t tid, struct text *out)
{
	static const struct capture_limits limits = { .string = KEPT_STRING,
		                                      .array = KEPT_ARRAY,
		                                      .names = true };
	struct subject *subject = overview->subject;
	struct event_buffer buffer = { 0 };

	if (event_buffer_reset(&buffer) < 0)
		return;
	buffer.event->kind = EVENT_ENTRY;
	buffer.event->abi = (uint8_t)subject->abi;
	buffer.event->pid = subject->pid;
	buffer.event->tid = tid;
	/* Threads of the kernel make none, whatever is said there. */
	if (subject->image.mapping_count && call_of(tid, buffer.event)) {
		const struct plan_table *plans = &tables_in_use->plans[subject->abi];

		tracee_memory_aim(&subject->memory, tid, &buffer);
		capture_run(plans, &buffer, PHASE_ENTRY, &subject->memory.memory, &limits);
		tracee_memory_aim(&subject->memory, subject->tid, NULL);
		put_call(overview, buffer.event, out);
	}
	event_buffer_free(&buffer);
}

static void thread_row(struct overview *overview, pid_t tid)
{
	struct text status = { 0 }, call = { 0 };
	struct sheet *sheet = overview->sheet;
	size_t length;

	if (proc_text_read(&status, tid, "status") < 0)
		return;
	sheet_row_begin(sheet);
	sheet_number(sheet, "tid", 7, tid);
	const char *name = proc_field(&status, "Name", &length);

	sheet_text(sheet, "name", 16, name, length);
	sheet_text(sheet, "state", 1, proc_field(&status, "State", &length), 1);
	call_put(overview, tid, &call);
	if (call.length)
		sheet_safe(sheet, "call", &call);
	sheet_row_end(sheet);
	text_free(&status);
	text_free(&call);
}

static void threads_show(struct overview *overview)
{
	pid_t *list = NULL;
	char note[64];
	ssize_t count = tracee_threads(overview->subject->pid, &list);

	if (count < 0)
		return;
	sheet_list_begin(overview->sheet, "threads", count_note(overview, (size_t)count, note));
	for (ssize_t i = 0; i < count && i < THREADS_SHOWN_MAX && !is_full(overview, (size_t)i);
	     i++)
		thread_row(overview, list[i]);
	sheet_list_end(overview->sheet);
	free(list);
}

/* ---- where it lives */

/* "0::/path" is that of cgroup v2; on the first screen it speaks for all. */
static void cgroup_show(struct overview *overview)
{
	struct text text = { 0 };

	proc_text_read(&text, overview->subject->pid, "cgroup");
	const char *unified = text.length ? strstr(text.bytes, "0::") : NULL;

	sheet_list_begin(overview->sheet, "cgroup", NULL);
	for (const char *line = unified && overview->rows_max ? unified : text.bytes;
	     text.length && *line;) {
		size_t length = strcspn(line, "\n");

		sheet_row_begin(overview->sheet);
		sheet_text(overview->sheet, "group", 0, line, length);
		sheet_row_end(overview->sheet);
		line += length + (line[length] == '\n');
		if (overview->rows_max)
			break;
	}
	sheet_list_end(overview->sheet);
	text_free(&text);
}

/* Whether it is in the same one as we are; name: "net:[4026531840]". */
static bool is_own_namespace(pid_t pid, const char *kind, char name[64])
{
	char path[64], ours[64] = "";

	name[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kind);
	ssize_t length = readlink(path, name, 63);

	name[length > 0 ? length : 0] = '\0';
	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	length = readlink(path, ours, sizeof(ours) - 1);
	return length > 0 && strcmp(name, ours) == 0;
}

/* On the first screen those that are not ours. */
static void namespaces_show(struct overview *overview)
{
	static const char *const kinds[] = { "cgroup", "ipc",  "mnt",  "net",
		                             "pid",    "time", "user", "uts" };
	struct sheet *sheet = overview->sheet;
	const char *note = overview->rows_max ? "ours" : NULL;
	char name[64] = "";

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!is_own_namespace(overview->subject->pid, kinds[i], name) && note)
			note = "ours, but for";
	if (!*name)
		return;
	sheet_list_begin(sheet, "namespaces", note);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		bool is_own = is_own_namespace(overview->subject->pid, kinds[i], name);

		if (!*name || (is_own && overview->rows_max))
			continue;
		sheet_row_begin(sheet);
		sheet_string(sheet, "namespace", 22, name);
		if (!overview->rows_max)
			sheet_string(sheet, "whose", 0, is_own ? "ours" : "another");
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
}

/* ---- all of them */

const struct overview_row overview_rows[] = {
	{ "status", identity_show, true, "who it is: command, program, state, parent" },
	{ "creds", credentials_show, true, "users, groups, capabilities" },
	{ "seccomp", seccomp_show, true, "its seccomp mode" },
	{ "signals", signals_show, true, "signals that wait, are blocked, ignored, caught" },
	{ "limits", limits_show, true, "its limits" },
	{ "memory", memory_show, true, "how much it takes" },
	{ "cgroup", cgroup_show, true, "its control group" },
	{ "namespaces", namespaces_show, true, "its namespaces" },
	{ "threads", threads_show, true, "threads, and the calls they are in" },
	{ "fds", descriptors_show, true, "descriptors, and what they are" },
	{ "maps", maps_show, false, "its mappings" },
	{ "auxv", auxv_show, false, "what the kernel told it when it began" },
	{ "env", environment_show, false, "the environment that it began with" },
	{ NULL, NULL, false, NULL },
};

void overview_show(struct overview *overview)
{
	overview->rows_max = SCREEN_ROWS;
	for (const struct overview_row *row = overview_rows; row->name; row++)
		if (row->is_main)
			row->show(overview);
	overview->rows_max = 0;
}

bool overview_part(struct overview *overview, const char *name)
{
	for (const struct overview_row *row = overview_rows; row->name; row++)
		if (strcmp(row->name, name) == 0) {
			row->show(overview);
			return true;
		}
	return false;
}
