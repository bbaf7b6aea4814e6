// trace: chdir,execve
// options: -f
// also: -e inject=chdir:error=EIO:when=2
// also: -e inject=chdir:error=EIO:when=2+2 --seccomp-bpf
// also: -e inject=execve:error=EIO:when=1
// also: -e inject=execve:retval=0:when=2
/* Every thread and process counts its own calls. */
#include "test.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void *enter(void *path)
{
	for (int i = 0; i < 3; i++)
		syscall(SYS_chdir, path);
	return NULL;
}

static void start(void)
{
	pid_t child = fork();

	if (child == 0) {
		enter("/child");
		execl("/nonexistent", "nonexistent", NULL);
		execl("/nonexistent", "nonexistent", NULL);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(void)
{
	pthread_t thread;

	syscall(SYS_chdir, "/leader");
	start();
	pthread_create(&thread, NULL, enter, "/thread");
	pthread_join(thread, NULL);
	enter("/leader");
	start();
	return 0;
}
