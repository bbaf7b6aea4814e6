/* sysgen -o OUTDIR -a syscalls/abi FILE.sys...
 *
 * Writes calls.c, plans.c, layout_checks.c and described.tsv, or says what is wrong; and
 * descriptions.S, which brings all it has read into the program: see describe/pack.h. */
#include "sysgen.h"

#include "describe/pack.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void usage(FILE *stream, int status)
{
	fputs("usage: sysgen -o OUTDIR -a ABIDIR FILE.sys...\n"
	      "Turns descriptions of system calls into C tables; see docs/SYSCALLS.md.\n"
	      "  -o, --output OUTDIR  where calls.c, plans.c and the other files go\n"
	      "  -a, --abi ABIDIR     holds constants.tsv, x86_64.tsv, i386.tsv\n",
	      stream);
	exit(status);
}

static _Noreturn void fail(const char *what, const char *path)
{
	fprintf(stderr, "sysgen: cannot %s %s: %s\n", what, path, strerror(errno));
	exit(1);
}

/* A file that was read: source points into the other two. */
struct loaded {
	char *path;
	struct text content;
};

static void read_stream(FILE *file, struct text *content)
{
	while (!feof(file) && !ferror(file) && text_reserve(content, 1 << 16))
		content->length += fread(content->bytes + content->length, 1, 1 << 16, file);
}

/* An absent file, where that is allowed, is like an empty one.  Takes the path. */
static struct source read_file(struct loaded *loaded, char *path, bool may_be_absent)
{
	FILE *file = path ? fopen(path, "r") : NULL;

	loaded->path = path;
	if (!file && !(path && may_be_absent && errno == ENOENT))
		fail("open", path ? path : "a file");
	if (file) {
		read_stream(file, &loaded->content);
		if (ferror(file) || loaded->content.failed)
			fail("read", path);
		fclose(file);
	}
	return (struct source){ .name = path,
		                .bytes = loaded->content.bytes ? loaded->content.bytes : "",
		                .size = loaded->content.length };
}

static char *path_below(const char *directory, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", directory, name) < 0)
		fail("name", name);
	return path;
}

static void write_below(const char *directory, const char *name, const struct text *content)
{
	char *path = path_below(directory, name);
	FILE *file = fopen(path, "w");

	if (!file)
		fail("create", path);
	if (fwrite(content->bytes, 1, content->length, file) != content->length || fclose(file))
		fail("write", path);
	free(path);
}

/* As the assembler brings it in. */
static void write_pack(const char *directory, const struct text *pack)
{
	struct text source = { 0 };
	char *path = realpath(directory, NULL);

	if (pack->failed || !path)
		fail("write the descriptions to", directory);
	text_format(&source,
	            "\t.section .rodata, \"a\"\n"
	            "\t.global descriptions_pack, descriptions_pack_end\n"
	            "\t.hidden descriptions_pack, descriptions_pack_end\n"
	            "descriptions_pack:\n"
	            "\t.incbin \"%s/descriptions.zst\"\n"
	            "descriptions_pack_end:\n"
	            "\t.section .note.GNU-stack, \"\", @progbits\n",
	            path);
	write_below(directory, "descriptions.zst", pack);
	write_below(directory, "descriptions.S", &source);
	text_free(&source);
	free(path);
}

enum { ABI_FILES = 6 };

/* Reads all, runs sysgen, and gives back everything it took but the output. */
static int run(const char *abi, char **files, int count, struct sysgen_output *output,
               struct text *pack)
{
	struct loaded *loaded = calloc(count + ABI_FILES, sizeof(*loaded)), *next = loaded;
	struct source *descriptions = calloc(count, sizeof(*descriptions));
	struct model_input input = { .descriptions = descriptions, .description_count = count };

	if (!loaded || !descriptions)
		fail("read", "descriptions");
	for (int i = 0; i < count; i++)
		descriptions[i] = read_file(next++, strdup(files[i]), false);
	input.numbers[ABI_X86_64] = read_file(next++, path_below(abi, "x86_64.tsv"), false);
	input.numbers[ABI_I386] = read_file(next++, path_below(abi, "i386.tsv"), false);
	input.constants[ABI_X86_64] = read_file(next++, path_below(abi, "constants.tsv"), false);
	input.constants[ABI_I386] = read_file(next++, path_below(abi, "constants-i386.tsv"), true);
	input.commands = read_file(next++, path_below(abi, "ioctls.tsv"), true);
	input.headers = read_file(next++, path_below(abi, "headers.tsv"), true);
	int mistakes = sysgen_run(&input, output);

	if (!mistakes)
		pack_write(&input, pack);
	while (next-- > loaded) {
		text_free(&next->content);
		free(next->path);
	}
	free(loaded);
	free(descriptions);
	return mistakes;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "abi", required_argument, NULL, 'a' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	const char *directory = NULL, *abi = NULL;
	struct sysgen_output output;
	struct text pack = { 0 };

	for (int option; (option = getopt_long(argc, argv, "o:a:h", options, NULL)) >= 0;) {
		if (option == 'o')
			directory = optarg;
		else if (option == 'a')
			abi = optarg;
		else
			usage(option == 'h' ? stdout : stderr, option == 'h' ? 0 : 1);
	}
	if (!directory || !abi || optind == argc)
		usage(stderr, 1);
	int mistakes = run(abi, argv + optind, argc - optind, &output, &pack);

	if (output.messages.length)
		fwrite(output.messages.bytes, 1, output.messages.length, stderr);
	if (mistakes < 0)
		fputs("sysgen: memory ran out\n", stderr);
	if (!mistakes) {
		write_below(directory, "calls.c", &output.calls);
		write_below(directory, "plans.c", &output.plans);
		write_below(directory, "described.tsv", &output.described);
		write_below(directory, "layout_checks.c", &output.checks);
		write_pack(directory, &pack);
	}
	text_free(&pack);
	sysgen_free(&output);
	return mistakes ? 1 : 0;
}
