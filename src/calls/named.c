/* Descriptors within bytes that were copied. */
#include "calls/named.h"

#include <string.h>
#include <sys/socket.h>

unsigned named_in_set(const uint8_t *bytes, size_t length, int numbers[NAMED_MAX])
{
	unsigned count = 0;

	for (size_t bit = 0; bit < length * 8 && count < NAMED_MAX; bit++)
		if (bytes[bit / 8] >> bit % 8 & 1)
			numbers[count++] = (int)bit;
	return count;
}

/* The head of a control message, of either width. */
struct message {
	uint64_t length; /* its head included */
	int32_t level, type;
};

static struct message message_at(const uint8_t *bytes, unsigned word)
{
	struct message message = { 0 };

	memcpy(&message.length, bytes, word);
	memcpy(&message.level, bytes + word, sizeof(message.level));
	memcpy(&message.type, bytes + word + sizeof(message.level), sizeof(message.type));
	return message;
}

unsigned named_in_messages(const uint8_t *bytes, size_t length, unsigned word,
                           int numbers[NAMED_MAX])
{
	size_t head = word + 2 * sizeof(int32_t);
	unsigned count = 0;

	if (word > sizeof(uint64_t))
		return 0;
	while (length >= head) {
		struct message message = message_at(bytes, word);
		size_t end = message.length < length ? message.length : length;

		if (message.length < head)
			break;
		for (size_t at = head; message.level == SOL_SOCKET && message.type == SCM_RIGHTS &&
		                       at + sizeof(int) <= end && count < NAMED_MAX;
		     at += sizeof(int))
			memcpy(&numbers[count++], bytes + at, sizeof(int));
		size_t step = (end + word - 1) / word * word;

		if (step >= length)
			break;
		bytes += step;
		length -= step;
	}
	return count;
}
