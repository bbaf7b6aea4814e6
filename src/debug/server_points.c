/* Points of the hardware: instructions and memory that the CPU looks out for.
 *
 * It has four of them, each for 1, 2, 4 or 8 bytes that lie in order; what a client wants is
 * put together from such.  Threads are given them when they go on, and only if they have
 * others than those that are wanted. */
#include "debug/server_parts.h"

#include <errno.h>
#include <string.h>

enum { PART_MAX = 8 };

static enum target_watch watch_of(char type)
{
	return type == '1' ? WATCH_EXECUTE : type == '2' ? WATCH_WRITE : WATCH_ACCESS;
}

/* The largest part that can be watched from there on. */
static uint8_t part_length(uint64_t address, uint64_t length)
{
	uint8_t part = PART_MAX;

	while (part > length || address % part)
		part /= 2;
	return part;
}

static bool is_point(const struct server_point *point, char type, uint64_t address, uint64_t length)
{
	return point->length && point->type == type && point->address == address &&
	       point->length == length;
}

static bool is_known(const struct server *server, char type, uint64_t address, uint64_t length)
{
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++)
		if (is_point(&server->points[i], type, address, length))
			return true;
	return false;
}

bool server_point_stands(const struct server *server, const struct server_point *point)
{
	return is_known(server, point->type, point->address, point->length);
}

int server_point_add(struct server *server, char type, uint64_t address, uint64_t length)
{
	struct server_point points[TARGET_WATCHES_MAX];
	struct target_point parts[TARGET_WATCHES_MAX];
	uint64_t wanted = type == '1' ? 1 : length, done = 0;

	if (!wanted || wanted > TARGET_WATCHES_MAX * PART_MAX)
		return wanted ? -ENOSPC : -EINVAL;
	/* A client may say the same again. */
	if (is_known(server, type, address, wanted))
		return 0;
	memcpy(points, server->points, sizeof(points));
	memcpy(parts, server->parts, sizeof(parts));
	for (unsigned i = 0; i < TARGET_WATCHES_MAX && done < wanted; i++) {
		if (points[i].length)
			continue;
		parts[i] = (struct target_point){ .address = address + done,
			                          .watch = (uint8_t)watch_of(type) };
		parts[i].length = part_length(address + done, wanted - done);
		points[i] = (struct server_point){ address, wanted, type, address + done };
		done += parts[i].length;
	}
	if (done < wanted)
		return -ENOSPC;
	memcpy(server->points, points, sizeof(points));
	memcpy(server->parts, parts, sizeof(parts));
	server->points_version++;
	return 0;
}

int server_point_remove(struct server *server, char type, uint64_t address, uint64_t length)
{
	if (type == '1')
		length = 1;
	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!is_point(&server->points[i], type, address, length))
			continue;
		server->points[i].length = 0;
		server->parts[i].length = 0;
		server->points_version++;
	}
	return 0;
}

void server_points_clear(struct server *server)
{
	memset(server->points, 0, sizeof(server->points));
	memset(server->parts, 0, sizeof(server->parts));
	if (server->points_version)
		server->points_version++;
}

void server_points_give(struct server *server, struct server_thread *thread)
{
	if (thread->points_version != server->points_version &&
	    target_points_write(thread->tid, server->parts) == 0)
		thread->points_version = server->points_version;
}

bool server_points_met(struct server *server, struct server_thread *thread)
{
	unsigned met = thread->points_version ? target_points_met(thread->tid) : 0;

	for (unsigned i = 0; i < TARGET_WATCHES_MAX; i++) {
		if (!(met >> i & 1) || !server->points[i].length)
			continue;
		thread->point = server->points[i];
		return true;
	}
	return false;
}
