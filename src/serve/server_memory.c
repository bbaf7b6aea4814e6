/* Questions about memory that need not bring it to the client: what is where, and whether it is
 * what the client believes. */
#include "serve/server_parts.h"

#include "tracee/maps.h"
#include "tracee/proc_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	PIECE = 1 << 16,
	/* Bytes that one packet has us go through: nobody else is answered meanwhile. */
	LOOKED_THROUGH_MAX = 1 << 30,
};

static const uint32_t crc_polynomial = 0x04c11db7;

/* ---- searching */

/* Where the pattern begins among so many bytes; -1: nowhere, -errno: they cannot be read. */
static int search(struct server *server, uint64_t start, uint64_t length, const char *pattern,
                  size_t pattern_length, uint64_t *found)
{
	size_t size = PIECE + pattern_length;
	char *bytes = malloc(size);
	int status = bytes ? 0 : -ENOMEM;

	*found = 0;
	/* Pieces overlap, so that nothing is cut. */
	for (uint64_t at = 0; status == 0 && at + pattern_length <= length; at += PIECE) {
		size_t wanted = length - at < size ? (size_t)(length - at) : size;
		ssize_t got = server_memory_read(server, start + at, bytes, wanted);
		const char *hit =
			got > 0 ? memmem(bytes, (size_t)got, pattern, pattern_length) : NULL;

		if (hit) {
			*found = start + at + (uint64_t)(hit - bytes);
			status = 1;
		} else if (got < (ssize_t)wanted) {
			status = got < 0 ? (int)got : -EFAULT;
		}
	}
	free(bytes);
	return status;
}

/* "ADDRESS;LENGTH;BYTES" */
static void search_memory(struct request *request)
{
	uint64_t address, length, found;

	if (!request_number(request, &address) || !request_char(request, ';') ||
	    !request_number(request, &length) || !request_char(request, ';') ||
	    request->at == request->end || length > LOOKED_THROUGH_MAX) {
		request_fail(request, EINVAL);
		return;
	}
	int status = search(request->server, address, length, request->at,
	                    (size_t)(request->end - request->at), &found);

	if (status < 0) {
		request_fail(request, -status);
		return;
	}
	text_char(request->reply, status ? '1' : '0');
	if (status) {
		text_char(request->reply, ',');
		server_put_number(request->reply, found);
	}
}

/* ---- comparing */

static uint32_t crc_add(uint32_t crc, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		crc ^= (uint32_t)bytes[i] << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc >> 31 ? crc_polynomial : 0);
	}
	return crc;
}

/* "ADDRESS,LENGTH" */
static void sum_memory(struct request *request)
{
	uint64_t address, length;
	uint8_t bytes[4096];
	uint32_t crc = UINT32_MAX;

	if (!request_number(request, &address) || !request_char(request, ',') ||
	    !request_number(request, &length) || length > LOOKED_THROUGH_MAX) {
		request_fail(request, EINVAL);
		return;
	}
	while (length > 0) {
		size_t wanted = length < sizeof(bytes) ? (size_t)length : sizeof(bytes);
		ssize_t got = server_memory_read(request->server, address, bytes, wanted);

		if (got <= 0) {
			request_fail(request, got < 0 ? (int)-got : EFAULT);
			return;
		}
		crc = crc_add(crc, bytes, (size_t)got);
		address += (uint64_t)got;
		length -= (uint64_t)got;
	}
	text_char(request->reply, 'C');
	server_put_number(request->reply, crc);
}

/* ---- reading, as lldb does */

/* "ADDRESS,LENGTH"; nothing from nowhere asks whether we know how. */
static void read_bytes(struct request *request)
{
	uint64_t address, length;

	if (!request_number(request, &address) || !request_char(request, ',') ||
	    !request_number(request, &length)) {
		request_fail(request, EINVAL);
		return;
	}
	if (!length) {
		request_ok(request);
		return;
	}
	/* Every byte may have to be escaped. */
	if (length > SERVER_MEMORY_MAX)
		length = SERVER_MEMORY_MAX;
	char *bytes = malloc(length);
	ssize_t got = bytes ? server_memory_read(request->server, address, bytes, length) : -ENOMEM;

	if (got > 0)
		text_put(request->reply, bytes, (size_t)got);
	else
		request_fail(request, got < 0 ? (int)-got : EFAULT);
	free(bytes);
}

/* ---- mappings */

static void put_region(struct text *reply, uint64_t start, uint64_t end)
{
	text_literal(reply, "start:");
	server_put_number(reply, start);
	text_literal(reply, ";size:");
	server_put_number(reply, end - start);
	text_char(reply, ';');
}

static void put_mapping(struct text *reply, const struct maps_line *line)
{
	put_region(reply, line->start, line->end);
	text_literal(reply, "permissions:");
	for (const char *right = "rwx"; *right; right++)
		if (maps_may(line, *right))
			text_char(reply, *right);
	text_char(reply, ';');
	if (!line->name_length)
		return;
	text_literal(reply, "name:");
	hex_put(reply, line->name, line->name_length);
	text_char(reply, ';');
}

/* The mapping around an address, or the gap. */
static void describe_region(struct request *request)
{
	struct text maps = { 0 };
	struct maps_line line;
	uint64_t address, gap = 0;
	bool is_known = false;

	if (!request_number(request, &address)) {
		request_fail(request, EINVAL);
		return;
	}
	int status = proc_text_read(&maps, server_pid(request->server), "maps");
	const char *at = maps.bytes;

	if (status < 0) {
		request_fail(request, -status);
		text_free(&maps);
		return;
	}
	while (!is_known && maps_next(&at, &line)) {
		if (address < line.start)
			put_region(request->reply, gap, line.start);
		else if (address < line.end)
			put_mapping(request->reply, &line);
		is_known = address < line.end;
		gap = line.end;
	}
	if (!is_known)
		put_region(request->reply, gap, UINT64_MAX);
	text_free(&maps);
}

const struct packet_row memory_packets[] = {
	{ "qCRC:", sum_memory, 0 },
	{ "qMemoryRegionInfo:", describe_region, 0 },
	{ "qSearch:memory:", search_memory, 0 },
	{ "x", read_bytes, 0 },
	{ 0 },
};
