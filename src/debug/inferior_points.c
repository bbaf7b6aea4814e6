/* Points of the hardware: instructions and memory that the CPU looks out for.
 *
 * It has four of them, each for 1, 2, 4 or 8 bytes that lie in order; what is wanted is
 * put together from such.  Threads are given them when they go on, and only if they have
 * others than those that are wanted. */
#include "debug/inferior_parts.h"

#include <errno.h>
#include <string.h>

enum { PART_MAX = 8 };

/* The largest part that can be watched from there on. */
static uint8_t part_length(uint64_t address, uint64_t length)
{
	uint8_t part = PART_MAX;

	while (part > length || address % part)
		part /= 2;
	return part;
}

static bool is_point(const struct inferior_point *point, enum target_watch watch, uint64_t address,
                     uint64_t length)
{
	return point->length && point->watch == watch && point->address == address &&
	       point->length == length;
}

static bool is_known(const struct inferior_process *process, enum target_watch watch,
                     uint64_t address, uint64_t length)
{
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++)
		if (is_point(&process->points[i], watch, address, length))
			return true;
	return false;
}

bool point_stands(const struct inferior_process *process, const struct inferior_point *point)
{
	return is_known(process, point->watch, point->address, point->length);
}

int inferior_point_add(struct inferior_process *process, enum target_watch watch, uint64_t address,
                       uint64_t length)
{
	struct inferior_point points[TARGET_WATCHES_MAX];
	struct target_point parts[TARGET_WATCHES_MAX];
	uint64_t wanted = watch == WATCH_EXECUTE ? 1 : length, done = 0;

	if (!wanted || wanted > TARGET_WATCHES_MAX * PART_MAX)
		return wanted ? -ENOSPC : -EINVAL;
	/* The same may be said again. */
	if (is_known(process, watch, address, wanted))
		return 0;
	memcpy(points, process->points, sizeof(points));
	memcpy(parts, process->parts, sizeof(parts));
	for (unsigned i = 0; i < TARGET_WATCHES_MAX && done < wanted; i++) {
		if (points[i].length)
			continue;
		parts[i] =
			(struct target_point){ .address = address + done, .watch = (uint8_t)watch };
		parts[i].length = part_length(address + done, wanted - done);
		points[i] = (struct inferior_point){ address, wanted, watch, address + done };
		done += parts[i].length;
	}
	if (done < wanted)
		return -ENOSPC;
	memcpy(process->points, points, sizeof(points));
	memcpy(process->parts, parts, sizeof(parts));
	process->points_version++;
	return 0;
}

int inferior_point_remove(struct inferior_process *process, enum target_watch watch,
                          uint64_t address, uint64_t length)
{
	if (watch == WATCH_EXECUTE)
		length = 1;
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!is_point(&process->points[i], watch, address, length))
			continue;
		process->points[i].length = 0;
		process->parts[i].length = 0;
		process->points_version++;
	}
	return 0;
}

bool points_any(const struct inferior_process *process)
{
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++)
		if (process->points[i].length)
			return true;
	return false;
}

void points_clear(struct inferior_process *process)
{
	memset(process->points, 0, sizeof(process->points));
	memset(process->parts, 0, sizeof(process->parts));
	if (process->points_version)
		process->points_version++;
}

/* The kernel has taken them away from its threads: those will be given all. */
void points_copy(struct inferior_process *process, const struct inferior_process *from)
{
	memcpy(process->points, from->points, sizeof(process->points));
	memcpy(process->parts, from->parts, sizeof(process->parts));
	process->points_version = from->points_version;
}

void points_give(struct inferior_thread *thread)
{
	const struct inferior_process *process = thread->process;

	if (thread->points_version != process->points_version &&
	    target_points_write(thread->tid, process->parts) == 0)
		thread->points_version = process->points_version;
}

void points_take(const struct inferior_thread *thread)
{
	static const struct target_point none[TARGET_WATCHES_MAX];

	if (thread->points_version)
		target_points_write(thread->tid, none);
}

bool points_met(struct inferior_thread *thread)
{
	const struct inferior_point *points = thread->process->points;
	unsigned met = thread->points_version ? target_points_met(thread->tid) : 0;

	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!(met >> i & 1) || !points[i].length)
			continue;
		thread->point = points[i];
		return true;
	}
	return false;
}
