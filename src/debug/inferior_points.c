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

static bool is_known(const struct inferior *inferior, enum target_watch watch, uint64_t address,
                     uint64_t length)
{
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++)
		if (is_point(&inferior->points[i], watch, address, length))
			return true;
	return false;
}

bool point_stands(const struct inferior *inferior, const struct inferior_point *point)
{
	return is_known(inferior, point->watch, point->address, point->length);
}

int inferior_point_add(struct inferior *inferior, enum target_watch watch, uint64_t address,
                       uint64_t length)
{
	struct inferior_point points[TARGET_WATCHES_MAX];
	struct target_point parts[TARGET_WATCHES_MAX];
	uint64_t wanted = watch == WATCH_EXECUTE ? 1 : length, done = 0;

	if (!wanted || wanted > TARGET_WATCHES_MAX * PART_MAX)
		return wanted ? -ENOSPC : -EINVAL;
	/* The same may be said again. */
	if (is_known(inferior, watch, address, wanted))
		return 0;
	memcpy(points, inferior->points, sizeof(points));
	memcpy(parts, inferior->parts, sizeof(parts));
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
	memcpy(inferior->points, points, sizeof(points));
	memcpy(inferior->parts, parts, sizeof(parts));
	inferior->points_version++;
	return 0;
}

int inferior_point_remove(struct inferior *inferior, enum target_watch watch, uint64_t address,
                          uint64_t length)
{
	if (watch == WATCH_EXECUTE)
		length = 1;
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!is_point(&inferior->points[i], watch, address, length))
			continue;
		inferior->points[i].length = 0;
		inferior->parts[i].length = 0;
		inferior->points_version++;
	}
	return 0;
}

void points_clear(struct inferior *inferior)
{
	memset(inferior->points, 0, sizeof(inferior->points));
	memset(inferior->parts, 0, sizeof(inferior->parts));
	if (inferior->points_version)
		inferior->points_version++;
}

void points_give(struct inferior *inferior, struct inferior_thread *thread)
{
	if (thread->points_version != inferior->points_version &&
	    target_points_write(thread->tid, inferior->parts) == 0)
		thread->points_version = inferior->points_version;
}

bool points_met(struct inferior *inferior, struct inferior_thread *thread)
{
	unsigned met = thread->points_version ? target_points_met(thread->tid) : 0;

	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!(met >> i & 1) || !inferior->points[i].length)
			continue;
		thread->point = inferior->points[i];
		return true;
	}
	return false;
}
