/* For golden tests: programs that print the lines they expect to see of themselves.
 *
 *	golden_begin();
 *	long result = syscall(SYS_close, -1);
 *	expect("close(-1) = %s\n", result_text(result));
 *	golden_end();
 *
 * Between begin and end a program makes the calls under test and nothing else
 * that its options would show: what it expects is kept here and printed after
 * the end.  The ends are marked in the trace by a SIGURG, which does nothing
 * to a program.  Each expect() must follow its call at once: result_text()
 * reads errno. */
#ifndef RASTRO_TESTS_GOLDEN_H
#define RASTRO_TESTS_GOLDEN_H

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static char golden_lines[1 << 20];
static size_t golden_length;

/* A line, or part of one, that the trace must have. */
__attribute__((format(printf, 1, 2), unused)) static void expect(const char *format, ...)
{
	size_t room = sizeof(golden_lines) - golden_length;
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(golden_lines + golden_length, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= room)
		abort();
	golden_length += length;
}

/* What follows the "= " of a call that returned result: its number, or the error. */
__attribute__((unused)) static const char *result_text(long result)
{
	static char text[200];

	if (result == -1)
		snprintf(text, sizeof(text), "-1 %s (%s)", strerrorname_np(errno), strerror(errno));
	else
		snprintf(text, sizeof(text), "%ld", result);
	return text;
}

/* The same of a call that returns an address. */
__attribute__((unused)) static const char *result_address(long result)
{
	static char text[40];

	if (result == -1)
		return result_text(result);
	snprintf(text, sizeof(text), "%#lx", (unsigned long)result);
	return text;
}

/* An address that cannot be read or written, page-aligned; the pages around it can't, either. */
__attribute__((unused)) static void *unreadable(void)
{
	static char *pages;

	if (!pages) {
		pages = mmap(NULL, 3 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (pages == MAP_FAILED)
			abort();
	}
	return pages + 4096;
}

/* A copy of bytes that ends where readable memory ends. */
__attribute__((unused)) static void *at_page_end(const void *bytes, size_t size)
{
	size_t room = (size + 4095) & ~4095ul;
	char *pages = mmap(NULL, room + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);

	if (pages == MAP_FAILED || mprotect(pages + room, 4096, PROT_NONE) < 0)
		abort();
	return memcpy(pages + room - size, bytes, size);
}

__attribute__((unused)) static void golden_begin(void)
{
	(void)strerror(EINVAL); /* Whatever libc loads for it, it loads now. */
	(void)unreadable();
	kill(getpid(), SIGURG);
}

__attribute__((unused)) static void golden_end(void)
{
	kill(getpid(), SIGURG);
	fwrite(golden_lines, 1, golden_length, stdout);
	fflush(stdout);
}

#endif
