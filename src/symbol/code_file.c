/* Files with code, by libdw: it finds separate debugging information as for a process. */
#include "symbol/code_file.h"

#include <dwarf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- as it is loaded */

static void segments_read(struct code_file *file, Elf *elf)
{
	const struct libdw *libdw = &file->libdw;
	GElf_Ehdr header;
	size_t count = 0;

	if (libdw->gelf_getehdr(elf, &header))
		file->entry = header.e_entry;
	libdw->elf_getphdrnum(elf, &count);
	file->start = UINT64_MAX;
	for (size_t i = 0; i < count && file->segment_count < CODE_SEGMENTS_MAX; i++) {
		GElf_Phdr segment;

		if (!libdw->gelf_getphdr(elf, (int)i, &segment) || segment.p_type != PT_LOAD)
			continue;
		file->segments[file->segment_count++] =
			(struct code_segment){ segment.p_offset, segment.p_filesz,
			                       segment.p_vaddr };
		if (segment.p_vaddr < file->start)
			file->start = segment.p_vaddr;
		if (segment.p_vaddr + segment.p_memsz > file->end)
			file->end = segment.p_vaddr + segment.p_memsz;
	}
	if (!file->segment_count)
		file->start = 0;
}

/* A name may come from a recording: whatever is no file is not even waited for. */
static int file_open(const char *path, struct error *error)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	int number = fd < 0 ? errno : EINVAL;

	if (fd >= 0)
		close(fd);
	return error_set(error, number, "cannot look into '%s': %s", path, strerror(number));
}

/* The file descriptor is libdw's from now on. */
static Elf *file_report(struct code_file *file, const char *path, int fd)
{
	GElf_Addr bias;

	file->dwfl = file->libdw.dwfl_begin(&file->callbacks);
	if (file->dwfl)
		file->module = file->libdw.dwfl_report_offline(file->dwfl, path, path, fd);
	if (!file->module) {
		close(fd);
		return NULL;
	}
	return file->libdw.dwfl_report_end(file->dwfl, NULL, NULL) == 0
	               ? file->libdw.dwfl_module_getelf(file->module, &bias)
	               : NULL;
}

int code_file_open(struct code_file *file, const char *path, struct error *error)
{
	*file = (struct code_file){ 0 };
	if (libdw_load(&file->libdw, "look into a file with code", error) < 0)
		return -1;
	file->callbacks = (Dwfl_Callbacks){
		.find_debuginfo = file->libdw.dwfl_standard_find_debuginfo,
		.section_address = file->libdw.dwfl_offline_section_address,
		.debuginfo_path = &file->debuginfo_path,
	};
	int fd = file_open(path, error);

	if (fd < 0)
		return -1;
	Elf *elf = file_report(file, path, fd);

	if (!elf) {
		code_file_close(file);
		return error_set(error, 0, "cannot look into '%s': it is no program or library",
		                 path);
	}
	segments_read(file, elf);
	return 0;
}

void code_file_close(struct code_file *file)
{
	if (file->dwfl)
		file->libdw.dwfl_end(file->dwfl);
	*file = (struct code_file){ 0 };
}

bool code_file_address(const struct code_file *file, uint64_t offset, uint64_t *address)
{
	for (unsigned i = 0; i < file->segment_count; i++) {
		const struct code_segment *segment = &file->segments[i];

		if (offset - segment->offset >= segment->size)
			continue;
		*address = segment->address + (offset - segment->offset);
		return true;
	}
	return false;
}

/* ---- what its source is */

struct visiting {
	const struct code_file *file;
	void (*visit)(void *owner, const struct code_row *);
	void *owner;
	unsigned count;
};

static void show(struct visiting *visiting, const struct code_row *row)
{
	if (row->source && row->line && visiting->count++ < CODE_ROWS_MAX)
		visiting->visit(visiting->owner, row);
}

/* Overloaded functions differ in the name that the linker sees. */
static const char *function_name(const struct libdw *libdw, Dwarf_Die *function)
{
	Dwarf_Attribute attribute;
	const char *name = libdw->dwarf_formstring(
		libdw->dwarf_attr_integrate(function, DW_AT_linkage_name, &attribute));

	return name ? name : libdw->dwarf_diename(function);
}

static int show_function(Dwarf_Die *function, void *owner)
{
	struct visiting *visiting = owner;
	const struct libdw *libdw = &visiting->file->libdw;
	struct code_row row = { .name = function_name(libdw, function),
		                .source = libdw->dwarf_decl_file(function) };
	int line = 0;

	/* One that is only inlined stands nowhere. */
	if (!row.name || libdw->dwarf_entrypc(function, &row.address) != 0 ||
	    libdw->dwarf_decl_line(function, &line) != 0 || line < 0)
		return DWARF_CB_OK;
	row.line = (uint32_t)line;
	show(visiting, &row);
	return DWARF_CB_OK;
}

static void show_lines(struct visiting *visiting, Dwarf_Die *unit)
{
	const struct libdw *libdw = &visiting->file->libdw;
	Dwarf_Lines *lines;
	size_t count;

	if (libdw->dwarf_getsrclines(unit, &lines, &count) != 0)
		return;
	for (size_t i = 0; i < count; i++) {
		Dwarf_Line *line = libdw->dwarf_onesrcline(lines, i);
		bool begins = false, ends = false;
		int number = 0;
		struct code_row row = { .source = libdw->dwarf_linesrc(line, NULL, NULL) };

		libdw->dwarf_linebeginstatement(line, &begins);
		libdw->dwarf_lineendsequence(line, &ends);
		if (!begins || ends || libdw->dwarf_lineaddr(line, &row.address) != 0 ||
		    libdw->dwarf_lineno(line, &number) != 0 || number < 0)
			continue;
		row.line = (uint32_t)number;
		show(visiting, &row);
	}
}

void code_file_each(const struct code_file *file,
                    void (*visit)(void *owner, const struct code_row *), void *owner)
{
	struct visiting visiting = { .file = file, .visit = visit, .owner = owner };
	Dwarf_Addr bias;
	Dwarf_Die *unit = NULL;

	while ((unit = file->libdw.dwfl_module_nextcu(file->module, unit, &bias))) {
		file->libdw.dwarf_getfuncs(unit, show_function, &visiting, 0);
		show_lines(&visiting, unit);
	}
}
