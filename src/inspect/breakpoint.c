/* The table of breakpoints, and the bytes below them. */
#include "inspect/breakpoint.h"

#include "tracee/tracee_memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t trap = 0xcc; /* int3 */

static ssize_t code_read(void *owner, uint64_t address, void *bytes, size_t length)
{
	struct memory *memory = &((struct tracee_memory *)owner)->memory;

	return memory->read(memory, address, bytes, length);
}

static ssize_t code_write(void *owner, uint64_t address, const void *bytes, size_t length)
{
	return tracee_memory_force(owner, address, bytes, length);
}

struct breakpoint_memory breakpoint_memory(struct tracee_memory *memory)
{
	return (struct breakpoint_memory){ code_read, code_write, memory };
}

struct breakpoint *breakpoint_find(const struct breakpoints *breakpoints, uint64_t address)
{
	return map_get(&breakpoints->by_address, address);
}

/* ---- one of them */

/* What was read as a whole, or -errno. */
static int byte_read(const struct breakpoint_memory *memory, uint64_t address, uint8_t *byte)
{
	ssize_t got = memory->read(memory->owner, address, byte, 1);

	return got == 1 ? 0 : got < 0 ? (int)got : -EFAULT;
}

static int byte_write(const struct breakpoint_memory *memory, uint64_t address, uint8_t byte)
{
	ssize_t put = memory->write(memory->owner, address, &byte, 1);

	return put == 1 ? 0 : put < 0 ? (int)put : -EFAULT;
}

int breakpoint_lower(struct breakpoint *breakpoint, const struct breakpoint_memory *memory)
{
	if (breakpoint->is_inserted)
		return 0;
	int status = byte_read(memory, breakpoint->address, &breakpoint->covered);

	if (status == 0)
		status = byte_write(memory, breakpoint->address, trap);
	breakpoint->is_inserted = status == 0;
	return status;
}

/* Where something else stands now, the program has put it there, or has other memory there:
 * that is not ours to overwrite. */
static int put_back(const struct breakpoint *breakpoint, const struct breakpoint_memory *memory)
{
	uint8_t byte;
	int status = byte_read(memory, breakpoint->address, &byte);

	if (status < 0 || byte != trap)
		return status;
	return byte_write(memory, breakpoint->address, breakpoint->covered);
}

int breakpoint_lift(struct breakpoint *breakpoint, const struct breakpoint_memory *memory)
{
	int status = breakpoint->is_inserted ? put_back(breakpoint, memory) : 0;

	breakpoint->is_inserted = false;
	return status;
}

/* ---- users */

static struct breakpoint *breakpoint_make(struct breakpoints *breakpoints,
                                          const struct breakpoint_memory *memory, uint64_t address,
                                          int *status)
{
	struct breakpoint *breakpoint = NULL;

	*status = -ENOSPC;
	if (breakpoints->by_address.count >= BREAKPOINTS_MAX)
		return NULL;
	*status = -ENOMEM;
	breakpoint = calloc(1, sizeof(*breakpoint));
	if (!breakpoint)
		return NULL;
	breakpoint->address = address;
	*status = breakpoint_lower(breakpoint, memory);
	if (*status == 0 && map_put(&breakpoints->by_address, address, breakpoint))
		return breakpoint;
	breakpoint_lift(breakpoint, memory);
	free(breakpoint);
	if (*status == 0)
		*status = -ENOMEM;
	return NULL;
}

int breakpoint_add(struct breakpoints *breakpoints, const struct breakpoint_memory *memory,
                   uint64_t address, struct breakpoint_user *user)
{
	struct breakpoint *breakpoint = breakpoint_find(breakpoints, address);
	int status;

	if (user->is_placed)
		return -EBUSY;
	if (!breakpoint && !(breakpoint = breakpoint_make(breakpoints, memory, address, &status)))
		return status;
	user->address = address;
	user->is_placed = true;
	user->next = breakpoint->users;
	breakpoint->users = user;
	return 0;
}

int breakpoint_remove(struct breakpoints *breakpoints, const struct breakpoint_memory *memory,
                      struct breakpoint_user *user)
{
	struct breakpoint *breakpoint =
		user->is_placed ? breakpoint_find(breakpoints, user->address) : NULL;

	if (!breakpoint)
		return -ENOENT;
	for (struct breakpoint_user **at = &breakpoint->users; *at; at = &(*at)->next) {
		if (*at != user)
			continue;
		*at = user->next;
		break;
	}
	user->is_placed = false;
	user->next = NULL;
	if (breakpoint->users)
		return 0;
	int status = breakpoint_lift(breakpoint, memory);

	free(map_remove(&breakpoints->by_address, breakpoint->address));
	return status;
}

/* ---- all of them */

void breakpoints_lift_all(const struct breakpoints *breakpoints,
                          const struct breakpoint_memory *memory)
{
	for (size_t i = 0; i < breakpoints->by_address.slot_count; i++) {
		const struct breakpoint *breakpoint = breakpoints->by_address.slots[i].value;

		if (breakpoint)
			put_back(breakpoint, memory);
	}
}

void breakpoints_lower_all(const struct breakpoints *breakpoints,
                           const struct breakpoint_memory *memory)
{
	for (size_t i = 0; i < breakpoints->by_address.slot_count; i++) {
		const struct breakpoint *breakpoint = breakpoints->by_address.slots[i].value;

		if (breakpoint && breakpoint->is_inserted)
			byte_write(memory, breakpoint->address, trap);
	}
}

void breakpoints_forget(struct breakpoints *breakpoints)
{
	for (size_t i = 0; i < breakpoints->by_address.slot_count; i++) {
		struct breakpoint *breakpoint = breakpoints->by_address.slots[i].value;

		while (breakpoint && breakpoint->users) {
			struct breakpoint_user *user = breakpoint->users;

			breakpoint->users = user->next;
			user->is_placed = false;
			user->next = NULL;
		}
		free(breakpoint);
	}
	map_free(&breakpoints->by_address);
}

int breakpoints_copy(struct breakpoints *breakpoints, const struct breakpoints *from)
{
	for (size_t i = 0; i < from->by_address.slot_count; i++) {
		const struct breakpoint *breakpoint = from->by_address.slots[i].value;

		if (!breakpoint || !breakpoint->is_inserted)
			continue;
		struct breakpoint *copy = malloc(sizeof(*copy));

		if (copy)
			*copy = *breakpoint;
		if (!copy || !map_put(&breakpoints->by_address, copy->address, copy)) {
			free(copy);
			return -ENOMEM;
		}
		copy->users = NULL;
	}
	return 0;
}

static void users_drop(struct breakpoint *breakpoint, const struct inferior_process *gone)
{
	struct breakpoint_user **at = &breakpoint->users;

	while (*at) {
		struct breakpoint_user *user = *at;

		if (!gone || user->process != gone) {
			at = &user->next;
			continue;
		}
		*at = user->next;
		user->is_placed = false;
		user->next = NULL;
	}
}

void breakpoints_sweep(struct breakpoints *breakpoints, const struct breakpoint_memory *memory,
                       const struct inferior_process *gone)
{
	size_t i = 0;

	while (i < breakpoints->by_address.slot_count) {
		struct breakpoint *breakpoint = breakpoints->by_address.slots[i].value;

		if (breakpoint)
			users_drop(breakpoint, gone);
		if (!breakpoint || breakpoint->users) {
			i++;
			continue;
		}
		breakpoint_lift(breakpoint, memory);
		free(map_remove(&breakpoints->by_address, breakpoint->address));
		/* another may have taken its slot */
	}
}

/* Goes through those that cover one of so many bytes; slot begins with 0.  NULL: that is all. */
static struct breakpoint *next_within(const struct breakpoints *breakpoints, size_t *slot,
                                      uint64_t address, size_t length)
{
	const struct map *map = &breakpoints->by_address;

	while (*slot < map->slot_count) {
		struct breakpoint *breakpoint = map->slots[(*slot)++].value;

		if (breakpoint && breakpoint->is_inserted && breakpoint->address - address < length)
			return breakpoint;
	}
	return NULL;
}

void breakpoints_hide(const struct breakpoints *breakpoints, uint64_t address, void *bytes,
                      size_t length)
{
	const struct breakpoint *breakpoint;

	for (size_t i = 0; (breakpoint = next_within(breakpoints, &i, address, length));)
		((uint8_t *)bytes)[breakpoint->address - address] = breakpoint->covered;
}

ssize_t breakpoints_write(struct breakpoints *breakpoints, const struct breakpoint_memory *memory,
                          uint64_t address, const void *bytes, size_t length)
{
	struct breakpoint *breakpoint;
	uint8_t *copy = malloc(length + 1);

	if (!copy)
		return -ENOMEM;
	memcpy(copy, bytes, length);
	for (size_t i = 0; (breakpoint = next_within(breakpoints, &i, address, length));)
		copy[breakpoint->address - address] = trap;
	ssize_t put = memory->write(memory->owner, address, copy, length);

	for (size_t i = 0;
	     put > 0 && (breakpoint = next_within(breakpoints, &i, address, (size_t)put));)
		breakpoint->covered = ((const uint8_t *)bytes)[breakpoint->address - address];
	free(copy);
	return put;
}
