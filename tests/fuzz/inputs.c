/* Gives a fuzzer the inputs that are kept for it, tests/fuzz/corpus/NAME/: what
 * once went wrong, and what reaches far. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIZE_MAX_KEPT = 1 << 20 };

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run(const char *folder, const char *name)
{
	uint8_t *data = malloc(SIZE_MAX_KEPT);
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "r");

	if (!file || !data)
		abort();
	size_t size = fread(data, 1, SIZE_MAX_KEPT, file);

	fclose(file);
	/* A block of just that size, so that tools see where it is left. */
	uint8_t *exact = realloc(data, size ? size : 1);

	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
}

int main(void)
{
	const char *source = getenv("SOURCE");
	char folder[2048];
	struct dirent **entries;

	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/" FUZZER, source ? source : ".");
	int count = scandir(folder, &entries, is_input, alphasort);

	if (count < 0) {
		perror(folder);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		run(folder, entries[i]->d_name);
		printf("ok %d - %s\n", i + 1, entries[i]->d_name);
		fflush(stdout);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
