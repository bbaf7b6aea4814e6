/* tests/programs/viewed.c, built in some way, running, and held where it stops. */
#ifndef RASTRO_UNIT_VIEWED_H
#define RASTRO_UNIT_VIEWED_H

#include "unit.h"

#include "inspect/subject.h"
#include "symbol/lookup.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct viewed {
	pid_t pid;
	int input; /* of the program: it ends when this is closed */
	struct subject subject;
};

static inline void viewed_source(char path[4096])
{
	const char *source = getenv("SOURCE");

	snprintf(path, 4096, "%s/tests/programs/viewed.c", source ? source : "..");
}

/* The line of the source that has a comment, counted from 1. */
static inline unsigned viewed_line(const char *comment)
{
	char path[4096], line[256];
	unsigned number = 0;

	viewed_source(path);
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		number++;
		if (strstr(line, comment)) {
			fclose(file);
			return number;
		}
	}
	fail_msg("no line has %s", comment);
	return 0;
}

/* Builds ./viewed; false: this machine cannot. */
static inline bool viewed_build(const char *compiler)
{
	char path[4096], command[8192];

	viewed_source(path);
	snprintf(command, sizeof(command), "%s '%s' -o viewed 2>build.log", compiler, path);
	return system(command) == 0;
}

static inline void viewed_run(int input, int output)
{
	dup2(input, 0);
	dup2(output, 1);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	execl("./viewed", "viewed", (char *)NULL);
	_exit(127);
}

static inline void viewed_start(struct viewed *viewed)
{
	int input[2], output[2];
	char word[6];
	struct error error = { 0 };

	assert_int_equal(pipe(input), 0);
	assert_int_equal(pipe(output), 0);
	viewed->pid = fork();
	if (viewed->pid == 0)
		viewed_run(input[0], output[1]);
	close(input[0]);
	close(output[1]);
	viewed->input = input[1];
	assert_int_equal(read(output[0], word, sizeof(word)), sizeof(word));
	close(output[0]);
	assert_int_equal(subject_open(&viewed->subject, viewed->pid, &error), 0);
	/* What it does between its word and its stop is short; but it may take its time. */
	for (struct register_value ip;;) {
		uint8_t code[2] = { 0 };
		uint64_t address = 0;

		if (subject_hold(&viewed->subject, &error) < 0)
			fail_msg("%s", error.text);
		assert_true(register_file_find(&viewed->subject.registers, "ip", 2, &ip));
		memcpy(&address, ip.bytes, ip.size);
		subject_read(&viewed->subject, address - 2, code, sizeof(code));
		struct register_value call;

		bool is_call = (code[0] == 0x0f && code[1] == 0x05) ||
		               (code[0] == 0xcd && code[1] == 0x80);

		assert_true(register_file_find(&viewed->subject.registers,
		                               viewed->subject.abi ? "orig_eax" : "orig_rax", 8,
		                               &call));
		if (is_call && call.bytes[0] == (viewed->subject.abi ? 3 : 0))
			break;
		subject_close(&viewed->subject);
		assert_int_equal(subject_open(&viewed->subject, viewed->pid, &error), 0);
	}
}

static inline void viewed_skip_without_means(void)
{
	struct lookup *lookup = lookup_create(NULL);

	skip_under_valgrind();
	lookup_destroy(lookup);
	if (!lookup)
		skip();
}

/* Both of the above; false: not with this compiler. */
static inline bool viewed_try(struct viewed *viewed, const char *compiler)
{
	if (!viewed_build(compiler)) {
		print_message("# not built: %s\n", compiler);
		return false;
	}
	print_message("# %s\n", compiler);
	viewed_start(viewed);
	return true;
}

/* It goes on, and must end as if nothing had been. */
static inline void viewed_end(struct viewed *viewed)
{
	int status;

	subject_close(&viewed->subject);
	close(viewed->input);
	assert_int_equal(waitpid(viewed->pid, &status, 0), viewed->pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#endif
