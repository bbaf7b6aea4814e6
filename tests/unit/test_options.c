#include "unit.h"

#include "cmd/option_table.h"
#include "cmd/options.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MAX = 32 };

static struct options options;

/* Parses a line whose words single spaces separate; what is printed is thrown away. */
static enum parsed parse_for(const struct command *command, const char *line)
{
	static char copy[512];
	static char *argv[WORDS_MAX];
	int argc = 0, saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	char *rest = copy;

	snprintf(copy, sizeof(copy), "rastro%s%s", *line ? " " : "", line);
	while (rest && argc < WORDS_MAX - 1)
		argv[argc++] = strsep(&rest, " ");
	argv[argc] = NULL;
	dup2(null, STDERR_FILENO);
	options_release(&options);
	enum parsed parsed = options_parse(&options, command, argc, argv);

	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(null);
	return parsed;
}

static void parse(const char *line)
{
	assert_int_equal(parse_for(&trace_command, line), PARSED_RUN);
}

static void refuse(const char *line)
{
	assert_int_equal(parse_for(&trace_command, line), PARSED_WRONG);
}

static void test_defaults_are_those_of_strace(void **state)
{
	(void)state;
	parse("true");
	assert_int_equal(options.view.string_max, 32);
	assert_int_equal(options.view.column, 40);
	assert_int_equal(options.view.time, TIME_NONE);
	assert_int_equal(options.view.pid, PID_WHEN_SEVERAL);
	assert_true(options.view.pid_brackets);
	assert_int_equal(options.view.quiet, 0);
	assert_int_equal(options.interruptible, INTERRUPTIBLE_WAITING);
	assert_int_equal(options.filter.outcomes, OUTCOME_ALL);
	assert_true(call_set_has(&options.view.abbrev, ABI_X86_64, 0));
	assert_true(call_set_has(&options.view.verbose, ABI_X86_64, 0));
	assert_false(call_set_has(&options.view.raw, ABI_X86_64, 0));
	assert_string_equal(options.format, "text");
	assert_string_equal(options.command[0], "true");
}

static void test_options_of_the_command_are_its_own(void **state)
{
	(void)state;
	parse("-f sh -c -x");
	assert_string_equal(options.command[1], "-c");
	assert_int_equal(options.summary, SUMMARY_NONE);
	parse("-- -f");
	assert_string_equal(options.command[0], "-f");
	assert_false(options.follow);
}

static void test_letters_may_be_bundled(void **state)
{
	(void)state;
	parse("-fqo out -s5 true");
	assert_true(options.follow);
	assert_string_equal(options.output, "out");
	assert_int_equal(options.view.string_max, 5);
	assert_int_equal(options.view.quiet, QUIET_ATTACH | QUIET_PERSONALITY);
}

static void test_letters_count(void **state)
{
	(void)state;
	parse("-t true");
	assert_int_equal(options.view.time, TIME_CLOCK);
	assert_int_equal(options.view.time_digits, 0);
	parse("-tt true");
	assert_int_equal(options.view.time, TIME_CLOCK);
	assert_int_equal(options.view.time_digits, 6);
	parse("-t -t -t true");
	assert_int_equal(options.view.time, TIME_UNIX);
	parse("-yy -xx -qqq -DDD true");
	assert_int_equal(options.view.decode_fds, DECODE_FD_ALL);
	assert_int_equal(options.view.hex, HEX_ALL);
	assert_int_equal(options.view.quiet, QUIET_ALL);
	assert_int_equal(options.daemonize, 3);
	parse("-ff -o out true");
	assert_true(options.follow && options.separate);
}

static void test_long_forms_mean_the_same(void **state)
{
	(void)state;
	parse("--absolute-timestamps=format:unix,precision:ns --decode-fds=socket,path "
	      "--strings-in-hex=non-ascii-chars --quiet=exit --daemonize=pgrp true");
	assert_int_equal(options.view.time, TIME_UNIX);
	assert_int_equal(options.view.time_digits, 9);
	assert_int_equal(options.view.decode_fds, DECODE_FD_SOCKET | DECODE_FD_PATH);
	assert_int_equal(options.view.hex, HEX_NON_ASCII_CHARS);
	assert_int_equal(options.view.quiet, QUIET_EXIT);
	assert_int_equal(options.daemonize, 2);
	parse("--follow-forks --output-separately --output=out true");
	assert_true(options.follow && options.separate);
	parse("--relative-timestamps=ms --syscall-times true");
	assert_true(options.view.relative && options.view.duration);
	assert_int_equal(options.view.relative_digits, 3);
	assert_int_equal(options.view.duration_digits, 6);
}

static void test_long_forms_may_be_shortened(void **state)
{
	(void)state;
	parse("--foll --string-l=7 --tim=us true");
	assert_true(options.follow);
	assert_int_equal(options.view.string_max, 7);
}

static void test_expressions_name_their_qualifier(void **state)
{
	(void)state;
	parse("-e read true");
	assert_true(call_set_has(&options.filter.calls, ABI_X86_64, 0));
	assert_false(call_set_has(&options.filter.calls, ABI_X86_64, 1));
	parse("-e trace=write -e a=none -e x=write -e v=!write true");
	assert_true(call_set_has(&options.filter.calls, ABI_X86_64, 1));
	assert_false(call_set_has(&options.view.abbrev, ABI_X86_64, 0));
	assert_true(call_set_has(&options.view.raw, ABI_X86_64, 1));
	assert_false(call_set_has(&options.view.verbose, ABI_X86_64, 1));
	parse("-e s=int,SIGTERM -e status=!failed -e q=exit -e decode-fd=dev true");
	assert_int_equal(options.filter.signals, 1 << 1 | 1 << 14);
	assert_int_equal(options.filter.outcomes, OUTCOME_ALL & ~OUTCOME_FAILED);
	assert_int_equal(options.view.quiet, QUIET_EXIT);
	assert_int_equal(options.view.decode_fds, DECODE_FD_DEV);
}

static void test_later_sets_replace_earlier_ones(void **state)
{
	(void)state;
	parse("-e trace=read -e trace=write -z -Z true");
	assert_false(call_set_has(&options.filter.calls, ABI_X86_64, 0));
	assert_int_equal(options.filter.outcomes, OUTCOME_FAILED);
}

static void test_what_is_looked_up_beside_calls_has_words(void **state)
{
	(void)state;
	parse("-e kvm=vcpu true");
	assert_true(options.view.vcpu_exits && !options.view.vcpus);
	parse("--kvm=vcpu+ --namespace=new true");
	assert_true(options.view.vcpu_exits && options.view.vcpus && options.view.namespaces);
	refuse("-e kvm=all true");
	refuse("-e namespace=old true");
}

static void test_calls_are_tampered_with_in_several_spellings(void **state)
{
	(void)state;
	parse("-e inject=read:error=EIO --inject=write:retval=0 -e fault=chdir --fault=open true");
	assert_int_equal(options.inject.count, 4);
	refuse("-e inject=read true");
	refuse("--fault=read:retval=1 true");
	assert_int_equal(parse_for(&replay_command, "-e inject=read:error=EIO x"), PARSED_WRONG);
}

static void test_descriptors_come_in_sets(void **state)
{
	(void)state;
	parse("-e read=3,5 --write=!1 -e trace-fds=all -e fd=none true");
	assert_true(number_set_has(&options.view.dump_read, 3));
	assert_false(number_set_has(&options.view.dump_read, 4));
	assert_false(number_set_has(&options.view.dump_write, 1));
	assert_true(number_set_has(&options.view.dump_write, 1000));
	assert_true(number_set_is_empty(&options.filter.fds));
	refuse("-e read=x true");
	refuse("-e read=3,all true");
	refuse("-e read= true");
	refuse("-e read=99999999999 true");
}

static void test_process_ids_come_in_lists(void **state)
{
	(void)state;
	parse("-p 1,2 -p 3");
	assert_int_equal(options.pid_count, 3);
	assert_int_equal(options.pids[2], 3);
	assert_null(options.command);
	refuse("-p 0");
	refuse("-p 1,x");
}

static void test_file_output_is_quiet_about_its_command(void **state)
{
	(void)state;
	parse("-o out true");
	assert_int_equal(options.view.quiet, QUIET_ATTACH | QUIET_PERSONALITY);
	assert_int_equal(options.interruptible, INTERRUPTIBLE_NEVER);
	assert_int_equal(options.view.pid, PID_NEVER);
	parse("-o out -e quiet=none true");
	assert_int_equal(options.view.quiet, 0);
	parse("-o out -p 1");
	assert_int_equal(options.view.quiet, 0);
	assert_int_equal(options.interruptible, INTERRUPTIBLE_WAITING);
	parse("-o out -f true");
	assert_int_equal(options.view.pid, PID_ALWAYS);
	parse("-o out -ff true");
	assert_int_equal(options.view.pid, PID_NEVER);
	parse("-D true");
	assert_int_equal(options.interruptible, INTERRUPTIBLE_NEVER_TSTP);
}

static void test_summary_has_its_columns(void **state)
{
	(void)state;
	parse("-c -S calls -U calls,errors -w -O 2ms true");
	assert_int_equal(options.summary, SUMMARY_ONLY);
	assert_int_equal(options.summary_form.sort_by, SUMMARY_CALLS);
	assert_int_equal(options.summary_form.column_count, 3);
	assert_int_equal(options.summary_form.columns[2], SUMMARY_NAME);
	assert_int_equal(options.summary_form.overhead_ns, 2000000);
	refuse("-w true");
	refuse("-c -C true");
	refuse("-c -U calls,calls true");
}

static void test_paths_are_looked_for_as_what_they_lead_to(void **state)
{
	(void)state;
	parse("-P /proc/../etc/passwd -P /etc/passwd true");
	assert_int_equal(options.filter.path_count, 3);
	assert_string_equal(options.filter.paths[1], "/etc/passwd");
}

static void test_replay_takes_options_behind_the_file(void **state)
{
	(void)state;
	assert_int_equal(parse_for(&replay_command, "file -f -y"), PARSED_RUN);
	assert_string_equal(options.command[0], "file");
	assert_int_equal(options.view.decode_fds, DECODE_FD_PATH);
	assert_int_equal(parse_for(&replay_command, "file -p 1"), PARSED_WRONG);
	assert_int_equal(parse_for(&replay_command, ""), PARSED_WRONG);
}

static void test_record_needs_a_file(void **state)
{
	(void)state;
	assert_int_equal(parse_for(&record_command, "true"), PARSED_WRONG);
	assert_int_equal(parse_for(&record_command, "-o out --capture-size 100 true"), PARSED_RUN);
	assert_int_equal(options.capture_size, 100);
	assert_int_equal(parse_for(&record_command, "-o out -c true"), PARSED_WRONG);
	assert_int_equal(parse_for(&record_command, "-o out -e abbrev=none true"), PARSED_WRONG);
}

static void test_strace_is_a_name_of_ours(void **state)
{
	(void)state;
	assert_true(program_is_strace("strace"));
	assert_true(program_is_strace("/usr/bin/strace"));
	assert_false(program_is_strace("./strace2"));
	assert_false(program_is_strace("strace/rastro"));
}

static void test_rows_do_not_contradict_each_other(void **state)
{
	(void)state;
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		assert_true(row->letter || row->names);
		assert_non_null(row->apply);
		assert_int_equal(row->argument != ARGUMENT_NONE, row->metavar != NULL);
		assert_int_equal(row->values == VALUES_WORDS, row->words != NULL);
		for (unsigned j = 0; j < i; j++) {
			const char *rest = option_rows[j].names;
			size_t length;

			assert_false(row->letter && row->letter == option_rows[j].letter &&
			             row->commands & option_rows[j].commands);
			for (const char *name; (name = words_next(&rest, &length));)
				assert_false(words_have(row->names, name, length));
		}
	}
}

static void parse_word(const struct option_row *row, const char *form, const char *name,
                       size_t name_length, const char *word, size_t length)
{
	char line[256];

	snprintf(line, sizeof(line), form, row->group == GROUP_SUMMARY ? "-c " : "",
	         (int)name_length, name, (int)length, word);
	const struct command *command = row->commands & FOR_TRACE ? &trace_command : &step_command;

	if (parse_for(command, line) != PARSED_RUN)
		fail_msg("refused: %s", line);
}

/* What help and completion offer, in each spelling. */
static void test_every_word_of_an_option_is_taken(void **state)
{
	(void)state;
	for (unsigned i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];
		const char *words = row->group == GROUP_HELP ? NULL : row->words;
		size_t length;

		for (const char *word; (word = words_next(&words, &length));) {
			const char *names = row->names, *qualifiers = row->qualifiers;
			size_t name_length;

			for (const char *name; (name = words_next(&names, &name_length));)
				parse_word(row, "%s--%.*s=%.*s true", name, name_length, word,
				           length);
			for (const char *name; (name = words_next(&qualifiers, &name_length));)
				parse_word(row, "%s-e %.*s=%.*s true", name, name_length, word,
				           length);
			if (row->letter && row->argument == ARGUMENT_REQUIRED)
				parse_word(row, "%s-%.*s %.*s true", &row->letter, 1, word, length);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults_are_those_of_strace),
		cmocka_unit_test(test_options_of_the_command_are_its_own),
		cmocka_unit_test(test_letters_may_be_bundled),
		cmocka_unit_test(test_letters_count),
		cmocka_unit_test(test_long_forms_mean_the_same),
		cmocka_unit_test(test_long_forms_may_be_shortened),
		cmocka_unit_test(test_expressions_name_their_qualifier),
		cmocka_unit_test(test_later_sets_replace_earlier_ones),
		cmocka_unit_test(test_what_is_looked_up_beside_calls_has_words),
		cmocka_unit_test(test_calls_are_tampered_with_in_several_spellings),
		cmocka_unit_test(test_descriptors_come_in_sets),
		cmocka_unit_test(test_process_ids_come_in_lists),
		cmocka_unit_test(test_file_output_is_quiet_about_its_command),
		cmocka_unit_test(test_summary_has_its_columns),
		cmocka_unit_test(test_paths_are_looked_for_as_what_they_lead_to),
		cmocka_unit_test(test_replay_takes_options_behind_the_file),
		cmocka_unit_test(test_record_needs_a_file),
		cmocka_unit_test(test_strace_is_a_name_of_ours),
		cmocka_unit_test(test_rows_do_not_contradict_each_other),
		cmocka_unit_test(test_every_word_of_an_option_is_taken),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	options_release(&options);
	return failed;
}
