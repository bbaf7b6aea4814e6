// trace: %file,%desc
// quiet: only the calls matter
#include "test.h"

/* Two hundred files: long enough to need more than one buffer of output. */
int main(void)
{
	char name[64];

	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "directory%d", i);
		mkdir(name, 0700);
		snprintf(name, sizeof(name), "directory%d/file", i);
		write(open(name, O_WRONLY | O_CREAT, 0600), name, strlen(name));
		close(3);
		rename(name, "moved");
		unlink("moved");
	}
	return 0;
}
