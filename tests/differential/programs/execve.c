// trace: execve,execveat
// also: -v
// also: -s 4 -v
#include "test.h"

int main(int argc, char **argv)
{
	char *arguments[] = { "program", "one", "", "tab\there", "a word of more than thirty-two letters", NULL };
	char *environment[] = { "A=1", "B=two", "EMPTY=", NULL };
	char *many[40] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
			   "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", NULL };
	char *broken[] = { "good", BAD, "never", NULL };
	char *open_ended[] = { "one", "two" };

	call(execve, "missing", arguments, environment);
	call(execve, "missing", many, many);
	call(execve, "missing", NULL, NULL);
	call(execve, "missing", broken, environment + 3);
	call(execve, "missing", edge(open_ended, sizeof(open_ended)), environment);
	call(execve, "missing", BAD, unreadable);
	call(execve, NULL, arguments, NULL);
	call(execve, ".", arguments, environment);
	call(execve, "/etc/passwd", arguments + 4, environment + 2);
	call(execveat, AT_FDCWD, "missing", arguments, environment, 0);
	call(execveat, -1, "", arguments, environment, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
	call(execveat, 5, NULL, NULL, NULL, -1);
	call(execve, "/bin/true", arguments, environment);
	return 0;
}
