/* All registers that a thread has, by name: not only those of arch.h, which are
 * numbers, but vectors, floating point and debug registers, too. */
#ifndef RASTRO_ARCH_REGISTER_SET_H
#define RASTRO_ARCH_REGISTER_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum register_set {
	REGISTERS_GENERAL,
	REGISTERS_FLOAT,  /* x87 */
	REGISTERS_VECTOR, /* SSE, AVX and AVX-512, each as wide as the CPU has it */
	REGISTERS_DEBUG,
	REGISTER_SETS,
};

enum { REGISTER_SIZE_MAX = 64, XSTATE_MAX = 1 << 14, REGISTER_NAME_MAX = 16 };

enum register_form {
	REGISTER_NUMBER,
	REGISTER_FLAGS,   /* bits with names */
	REGISTER_FLOAT80, /* of ten bytes */
	REGISTER_BYTES,
};

struct register_value {
	char name[REGISTER_NAME_MAX];
	enum register_set set;
	enum register_form form;
	unsigned size; /* bytes */
	uint8_t bytes[REGISTER_SIZE_MAX];
};

/* As they were in one moment. */
struct register_file {
	unsigned abi;
	uint64_t general[32];
	uint64_t debug[8];
	bool has_debug;
	size_t xstate_size; /* 0: the CPU or the kernel has none */
	uint8_t xstate[XSTATE_MAX];
};

/* Of a thread in a ptrace stop; 0 or -errno. */
int register_file_read(pid_t tid, struct register_file *);
/* The one of that number, in the order to be shown; false: there are no more. */
bool register_file_next(const struct register_file *, unsigned index, struct register_value *);
/* By name: any of those, "ip", "sp", and parts of general registers ("eax"). */
bool register_file_find(const struct register_file *, const char *name, size_t length,
                        struct register_value *);
/* Gives a register of a stopped thread a value, of so many bytes as it has.  0 or -errno;
 * -ENOENT: there is none of that name. */
int register_write(pid_t tid, const char *name, const uint8_t *bytes, size_t size);
/* Where a component of the XSAVE area lies; false: this CPU has none. */
bool register_component(const struct register_file *, unsigned number, uint32_t *offset);
/* The name of a bit of a register that is REGISTER_FLAGS, or NULL. */
const char *register_flag_name(const char *name, unsigned bit);
/* A number of ten bytes. */
long double register_float(const uint8_t bytes[10]);

#endif
