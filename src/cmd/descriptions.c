/* --describe: files with descriptions of a user's own. */
#include "cmd/descriptions.h"

#include "base/guard.h"
#include "describe/describe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16 };

static int content_read(int fd, const char *path, struct text *content, struct error *error)
{
	for (;;) {
		if (content->length > DESCRIBE_SIZE_MAX)
			return error_set(error, 0, "cannot use descriptions '%s': more than %d MiB",
			                 path, DESCRIBE_SIZE_MAX >> 20);
		if (!text_reserve(content, READ_SIZE))
			return error_set(error, ENOMEM, "out of memory");
		ssize_t size = read(fd, content->bytes + content->length, READ_SIZE);

		if (size < 0)
			return error_set(error, errno, "cannot read descriptions '%s': %s", path,
			                 strerror(errno));
		if (size == 0)
			return 0;
		content->length += (size_t)size;
	}
}

static int file_read(const char *path, struct text *content, struct error *error)
{
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_set(error, errno, "cannot open descriptions '%s': %s", path,
		                 strerror(errno));
	return content_read(fd, path, content, error);
}

static int all_describe(const struct word_list *files, const struct text *contents,
                        struct error *error)
{
	struct description list[DESCRIBE_FILES_MAX];
	struct text messages = { 0 };

	for (unsigned i = 0; i < files->count; i++)
		list[i] = (struct description){ .name = files->words[i],
			                        .bytes = contents[i].bytes,
			                        .size = contents[i].length };
	int mistakes = describe(list, files->count, &messages);

	fwrite(messages.bytes, 1, messages.length, stderr);
	text_free(&messages);
	if (mistakes < 0)
		return error_set(error, ENOMEM, "cannot use descriptions: out of memory");
	if (mistakes > 0)
		return error_set(error, 0, "cannot use descriptions: %d mistake%s", mistakes,
		                 mistakes == 1 ? "" : "s");
	return 0;
}

int descriptions_load(const struct word_list *files, struct error *error)
{
	int status = 0;

	if (!files->count)
		return 0;
	if (files->count > DESCRIBE_FILES_MAX)
		return error_set(error, 0, "too many files of descriptions (at most %d)",
		                 DESCRIBE_FILES_MAX);
	struct text *contents = calloc(files->count, sizeof(*contents));

	if (!contents)
		return error_set(error, ENOMEM, "out of memory");
	for (unsigned i = 0; i < files->count && status == 0; i++)
		status = file_read(files->words[i], &contents[i], error);
	if (status == 0)
		status = all_describe(files, contents, error);
	for (unsigned i = 0; i < files->count; i++)
		text_free(&contents[i]);
	free(contents);
	return status;
}
