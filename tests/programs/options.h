/* For golden tests of socket options: each is set, or got, from good and bad pointers.
 *
 * A filter answers, so what getsockopt shows is what was there. */
#ifndef RASTRO_TESTS_OPTIONS_H
#define RASTRO_TESTS_OPTIONS_H

#include "answered.h"
#include "golden.h"

#include <netinet/in.h>
#include <string.h>

/* An address that many of them take. */
#define HERE "{sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr(\"127.0.0.1\")}"

static inline struct sockaddr_storage here(void)
{
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons(9),
		                       .sin_addr = { htonl(INADDR_LOOPBACK) } };

	memcpy(&storage, &address, sizeof(address));
	return storage;
}

enum { SET = 1, GET = 2, BOTH = 3 };

/* The names are those of the level and the option, as the line has them. */
static inline void try_option_at(int ways, int level, int option, const char *names, const void *at,
                                 unsigned size, const char *text)
{
	if (ways & SET) {
		long result = syscall(SYS_setsockopt, -1, level, option, at, size);
		expect("setsockopt(-1, %s, %s, %u) = %s\n", names, text, size, result_text(result));
	}
	if (ways & GET) {
		long result = syscall(SYS_getsockopt, -1, level, option, at, &size);
		expect("getsockopt(-1, %s, %s, [%u]) = %s\n", names, text, size,
		       result_text(result));
	}
}

/* Where nothing can be read, the address is all there is to show. */
static inline void try_option(int ways, int level, int option, const char *names, const void *at,
                              unsigned size, const char *text)
{
	char address[32];

	try_option_at(ways, level, option, names, at, size, text);
	snprintf(address, sizeof(address), "%p", unreadable());
	try_option_at(ways, level, option, names, unreadable(), size, address);
	try_option_at(ways, level, option, names, NULL, size, "NULL");
}

/* An option by its name in the headers, or, where they may lack it, by its number. */
#define OPTION(ways, level, name, value, text)                                                     \
	try_option(ways, level, name, #level ", " #name, &(value), sizeof(value), text)
#define OPTION_NUMBER(ways, level, number, name, value, text)                                      \
	try_option(ways, level, number, #level ", " #name, &(value), sizeof(value), text)

static inline void answer_options(void)
{
	answer_call(SYS_setsockopt);
	answer_call(SYS_getsockopt);
}

#endif
