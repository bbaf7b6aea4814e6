/* What a location computes from registers, found by computing it twice.
 *
 * Registers are made up, and each differs from one turn to the other by a distance of its own.  If
 * the result differs by that of a register, it is that one and a constant; if it does not differ,
 * it is constant.  All else (sums of registers, addresses that are rounded) differs otherwise, and
 * what would have to be read from memory cannot be: that is not steady. */
#include "symbol/steady.h"

#include <errno.h>

/* Neither multiples nor sums of them are like one of them. */
static uint64_t made_up(unsigned number, unsigned turn)
{
	uint32_t n = number + 1 + turn * 100;

	return (n * n * n * 0x9e3779b1u & 0x7fffff00) | (turn ? 0x5a : 0x35);
}

static ssize_t nothing_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	(void)memory;
	(void)address;
	(void)buffer;
	(void)length;
	return -EFAULT;
}

static struct memory nothing = { .read = nothing_read };

static bool turn_open(struct steady *steady, unsigned turn, uint64_t address)
{
	struct arch_frame registers = { .abi = steady->space.is_32,
		                        .ip = address,
		                        .count = ARCH_FRAME_MAX };

	for (unsigned i = 0; i < ARCH_FRAME_MAX; i++)
		registers.registers[i] = made_up(i, turn);
	frame_begin(&steady->space, &registers, NULL, &steady->frames[turn]);
	return scope_open(&steady->space, &steady->frames[turn], &steady->scopes[turn]);
}

bool steady_open(struct steady *steady, const struct space *space, uint64_t address)
{
	*steady = (struct steady){ .space = *space };
	steady->space.memory = &nothing;
	steady->space.threads = (struct space_threads){ 0 };
	for (unsigned turn = 0; turn < STEADY_TURNS; turn++)
		if (!turn_open(steady, turn, address)) {
			steady_close(steady);
			return false;
		}
	return true;
}

void steady_close(struct steady *steady)
{
	for (unsigned turn = 0; turn < STEADY_TURNS; turn++)
		scope_close(&steady->scopes[turn]);
}

/* The register that two addresses come from; false: there is none, and they differ. */
static bool register_find(const struct steady *steady, uint64_t one, uint64_t other,
                          struct steady_place *place)
{
	const struct frame *first = &steady->frames[0], *second = &steady->frames[1];

	place->number = STEADY_FIXED;
	place->offset = one;
	if (one == other)
		return true;
	for (unsigned i = 0; i < first->count; i++) {
		place->number = (int)i;
		place->offset = one - first->registers[i];
		if (place->offset == other - second->registers[i])
			return true;
	}
	return false;
}

int steady_find(struct steady *steady, const char *name, struct steady_place *place)
{
	struct variable variables[STEADY_TURNS];

	for (unsigned turn = 0; turn < STEADY_TURNS; turn++)
		if (!scope_find(&steady->scopes[turn], name, &variables[turn]))
			return 0;
	const struct location *one = &variables[0].location, *other = &variables[1].location;
	const struct location_piece *piece = &one->pieces[0];

	*place = (struct steady_place){ .type = variables[0].type };
	if (one->count != 1 || other->count != 1 || piece->kind != other->pieces[0].kind)
		return -1;
	if (piece->kind == LOCATION_REGISTER && piece->number < steady->frames[0].count) {
		place->is_in_register = true;
		place->number = (int)piece->number;
		return 1;
	}
	return piece->kind == LOCATION_MEMORY &&
	                       register_find(steady, piece->number, other->pieces[0].number, place)
	               ? 1
	               : -1;
}
