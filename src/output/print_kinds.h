/* What the files that print kinds of numbers share. */
#ifndef RASTRO_OUTPUT_PRINT_KINDS_H
#define RASTRO_OUTPUT_PRINT_KINDS_H

#include "output/print.h"

/* Hexadecimal the way "%#x" does it: 0 stays 0. */
static inline void put_hex(struct text *out, uint64_t number)
{
	if (number)
		text_hex(out, number);
	else
		text_char(out, '0');
}

static inline void put_octal(struct text *out, uint64_t number)
{
	text_char(out, '0');
	text_octal(out, number, 2);
}

static inline uint64_t mask_of_size(unsigned size)
{
	return size >= 8 ? UINT64_MAX : ((uint64_t)1 << size * 8) - 1;
}

/* A number has been put, and its name goes into a comment; true: nothing follows. */
static inline bool begin_comment(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_RAW)
		return true;
	text_literal(printer->out, " /* ");
	return false;
}

static inline void end_comment(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_VERBOSE)
		text_literal(printer->out, " */");
}

/* For what has a form of its own: with -X the number comes first, or stands alone. */
static inline bool begin_form(struct printer *printer, uint64_t number)
{
	if (printer->view->constants == CONSTANTS_ABBREV)
		return false;
	text_decimal(printer->out, number);
	return begin_comment(printer);
}

/* Shows a name, the number, or both, as -X says. */
void put_constant(struct printer *, const char *number, size_t length, const char *name);

/* One kind each; print_number() chooses. */
void print_signal(struct printer *, uint64_t number);
void print_wait_status(struct printer *, uint32_t status);
void print_dirfd(struct printer *, int64_t fd);
void print_port(struct printer *, uint16_t port, const struct symbols *);
void print_network_long(struct printer *, uint32_t number);
void print_inet_address(struct printer *, uint32_t address);
void print_ethertype(struct printer *, uint16_t number);
void print_interface(struct printer *, uint32_t number);
void print_time(struct printer *, const struct value *);
void print_clock(struct printer *, const struct value *);
void print_ticks(struct printer *, uint64_t number);

#endif
