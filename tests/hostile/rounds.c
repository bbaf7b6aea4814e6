/* Asks a server without a pause, and attaches to it and leaves it again and again: every
 * request is answered rightly, every thread goes on, and nothing of the tracer is left.
 *
 *	rounds port
 *	rounds RASTRO ROUNDS leave|kill SEED PORT ANSWERERS PID...
 *
 * The first prints a port that nobody has.  Of the server there it is expected that it gives
 *
 *	/number?n=N	"N\n"
 *	/file		FILE_SIZE times 'x', which it reads from a file
 *	/who		a line that differs for each of its ANSWERERS, threads or processes
 *
 * The numbers of calls that were recorded inside are added up and printed at the end. */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CLIENTS = 4,
	FILE_SIZE = 1000,
	ANSWER_MAX = 4096,
	REQUESTS_MAX = 100, /* of a connection */
	ROUND_SECONDS = 120,
	MORE = 20, /* answers to each client that have to follow a round */
	ANSWERERS_MAX = 64,
	WHO_TRIES = 5000,
	PIDS_MAX = 16,
	THREADS_MAX = 512,
	STATUS_GOOD = 42,
};

/* Since Linux 6.4. */
enum { DISPATCH_GET = 0x4211 };
struct dispatch_config {
	uint64_t mode, selector, offset, length;
};

static struct server {
	uint16_t port;
	unsigned answerers;
	unsigned pid_count;
	pid_t pids[PIDS_MAX];
} server;

static uint64_t state;

static uint64_t draw(uint64_t limit)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (state >> 33) % limit;
}

static _Noreturn void fail(const char *what, pid_t tid)
{
	fprintf(stderr, "%s (thread %d): %s\n", what, tid, strerror(errno));
	exit(1);
}

/* ---- asking */

static int server_connect(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons(server.port),
		                       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct timeval patience = { .tv_sec = ROUND_SECONDS / 2 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail("the server cannot be reached", 0);
	return fd;
}

/* Sends one request and takes the body of its answer, which has its length in its head. */
static void ask(int fd, const char *path, char body[ANSWER_MAX])
{
	char text[ANSWER_MAX];
	size_t have = 0, length = 0;
	char *begin = NULL;
	int size = snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);

	if (write(fd, text, (size_t)size) != size)
		fail("a request cannot be sent", 0);
	while (!begin || have < (size_t)(begin - text) + length) {
		ssize_t count = read(fd, text + have, sizeof(text) - 1 - have);

		if (count <= 0)
			fail("a request was not answered", 0);
		have += (size_t)count;
		text[have] = 0;
		if (begin || !(begin = strstr(text, "\r\n\r\n")))
			continue;
		begin += 4;
		const char *field = strcasestr(text, "\r\nContent-Length:");

		if (strncmp(text, "HTTP/1.1 200 ", 13) != 0 || !field || field > begin)
			fail(text, 0);
		length = strtoul(field + 17, NULL, 10);
	}
	memcpy(body, begin, length);
	body[length] = 0;
}

static atomic_ulong answered[CLIENTS];

static void *client(void *argument)
{
	atomic_ulong *own = argument;
	char path[64], expected[ANSWER_MAX], body[ANSWER_MAX];
	int fd = -1;

	for (unsigned long i = 0;; i++) {
		if (i % REQUESTS_MAX == 0) {
			if (fd >= 0)
				close(fd);
			fd = server_connect();
		}
		if (i % 2) {
			strcpy(path, "/file");
			memset(expected, 'x', FILE_SIZE);
			expected[FILE_SIZE] = 0;
		} else {
			snprintf(path, sizeof(path), "/number?n=%lu", i);
			snprintf(expected, sizeof(expected), "%lu\n", i);
		}
		ask(fd, path, body);
		if (strcmp(body, expected) != 0)
			fail("a request was answered wrongly", 0);
		++*own;
	}
	return NULL;
}

static unsigned long all_answered(void)
{
	unsigned long sum = 0;

	for (int i = 0; i < CLIENTS; i++)
		sum += answered[i];
	return sum;
}

static void wait_for_answers(void)
{
	unsigned long before[CLIENTS];

	for (int i = 0; i < CLIENTS; i++)
		before[i] = answered[i];
	for (int i = 0; i < CLIENTS; i++)
		while (answered[i] < before[i] + MORE)
			usleep(200);
}

/* Each of those who answer does so still. */
static void hear_all(void)
{
	char heard[ANSWERERS_MAX][32], body[ANSWER_MAX];
	unsigned count = 0, known;

	for (unsigned tries = 0; count < server.answerers; tries++) {
		if (tries == WHO_TRIES)
			fail("a thread answers no more", 0);
		int fd = server_connect();

		ask(fd, "/who", body);
		close(fd);
		for (known = 0; known < count && strncmp(heard[known], body, 31) != 0; known++)
			;
		if (known == count)
			snprintf(heard[count++], sizeof(*heard), "%.31s", body);
	}
}

/* ---- what is left */

/* A word of /proc/TID/status, "" if the thread is gone. */
static void status_get(pid_t tid, const char *field, char value[64])
{
	char path[64], line[256];

	value[0] = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, field, strlen(field)) == 0)
			sscanf(line + strlen(field), "%63s", value);
	if (file)
		fclose(file);
}

static unsigned threads_list(pid_t pid, pid_t tids[THREADS_MAX])
{
	char path[64];
	unsigned count = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	DIR *directory = opendir(path);

	if (!directory)
		fail("it has ended", pid);
	for (struct dirent *entry; (entry = readdir(directory)) && count < THREADS_MAX;)
		if (isdigit((unsigned char)entry->d_name[0]))
			tids[count++] = atoi(entry->d_name);
	closedir(directory);
	return count;
}

/* What a process was before the first round, and is to be after each. */
static struct before {
	char caught[64], ignored[64], blocked[64], filters[64], privileges[64];
	unsigned thread_count, mapping_count;
	pid_t tids[THREADS_MAX];
} befores[PIDS_MAX];

static void before_read(pid_t pid, struct before *before)
{
	status_get(pid, "SigCgt:", before->caught);
	status_get(pid, "SigIgn:", before->ignored);
	status_get(pid, "SigBlk:", before->blocked);
	status_get(pid, "Seccomp:", before->filters);
	status_get(pid, "NoNewPrivs:", before->privileges);
	before->thread_count = threads_list(pid, before->tids);
}

static void expect_same(const char *what, pid_t pid, const char *field, const char *before)
{
	char now[64];

	status_get(pid, field, now);
	if (strcmp(now, before) == 0)
		return;
	fprintf(stderr, "%s %s now, not %s\n", field, now, before);
	fail(what, pid);
}

/* Where the thread's calls go, and what it finds behind GS, only a tracer may ask. */
static void thread_check(pid_t tid)
{
	struct dispatch_config config = { 0 };
	struct user_regs_struct regs;
	int status;

	if (ptrace(PTRACE_SEIZE, tid, NULL, NULL) < 0)
		return;
	ptrace(PTRACE_INTERRUPT, tid, NULL, NULL);
	if (waitpid(tid, &status, __WALL) != tid || !WIFSTOPPED(status))
		return;
	if (ptrace((enum __ptrace_request)DISPATCH_GET, tid, sizeof(config), &config) == 0 &&
	    config.mode)
		fail("its calls are dispatched still", tid);
	if (ptrace(PTRACE_GETREGS, tid, NULL, &regs) == 0 && regs.gs_base)
		fail("it has a base of GS", tid);
	/* A signal that comes first is passed on. */
	ptrace(PTRACE_DETACH, tid, NULL, status >> 16 ? 0 : WSTOPSIG(status));
}

static void threads_check(pid_t pid, const struct before *before)
{
	pid_t tids[THREADS_MAX];
	unsigned count = threads_list(pid, tids);
	char value[64];

	for (unsigned i = 0; i < count; i++) {
		status_get(tids[i], "TracerPid:", value);
		if (value[0] && strcmp(value, "0") != 0)
			fail("it is traced still", tids[i]);
		status_get(tids[i], "State:", value);
		if (strchr("TtXZ", value[0]) && value[0])
			fail("it is stopped", tids[i]);
		thread_check(tids[i]);
	}
	for (unsigned i = 0; i < before->thread_count; i++) {
		unsigned k = 0;

		while (k < count && tids[k] != before->tids[i])
			k++;
		if (k == count)
			fail("a thread is gone", before->tids[i]);
	}
}

static void *file_map(const char *path, off_t offset, size_t length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *bytes = fd < 0 ? MAP_FAILED : mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, offset);

	if (fd >= 0)
		close(fd);
	return bytes;
}

/* Code is what its file, or for the vDSO the kernel, has. */
static void code_check(pid_t pid, int memory, uint64_t begin, uint64_t length, off_t offset,
                       const char *name)
{
	static uint8_t bytes[1 << 16];
	int is_file = name[0] == '/';
	const uint8_t *expected = is_file ? file_map(name, offset, length)
	                                  : (const uint8_t *)getauxval(AT_SYSINFO_EHDR);

	if (expected == MAP_FAILED || !expected)
		return;
	for (uint64_t done = 0; done < length;) {
		ssize_t count = pread(memory, bytes, sizeof(bytes), (off_t)(begin + done));

		if (count <= 0)
			break; /* beyond the file's end */
		if ((uint64_t)count > length - done)
			count = (ssize_t)(length - done);
		for (ssize_t i = 0; i < count; i++)
			if (bytes[i] != expected[done + (uint64_t)i]) {
				fprintf(stderr, "%s+0x%llx: %02x, not %02x\n", name,
				        (unsigned long long)offset + done + (uint64_t)i, bytes[i],
				        expected[done + (uint64_t)i]);
				fail("its code is not that of its file", pid);
			}
		done += (uint64_t)count;
	}
	if (is_file)
		munmap((void *)expected, length);
}

/* Code of the program's own, which a compiler makes as it runs, may come and go; of a tracer
 * nothing is anywhere. */
static void memory_check(pid_t pid)
{
	char path[64], line[512], rights[5], name[256];
	unsigned long begin, end, offset, inode;

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	int memory = open(path, O_RDONLY | O_CLOEXEC);

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	FILE *file = fopen(path, "r");

	if (memory < 0 || !file)
		fail("its memory cannot be looked at", pid);
	while (fgets(line, sizeof(line), file)) {
		name[0] = 0;
		sscanf(line, "%lx-%lx %4s %lx %*s %lu %255s", &begin, &end, rights, &offset, &inode,
		       name);
		if (strstr(line, "rastro") || (begin >= 0x70000000 && begin < 0x80000000) ||
		    (strcmp(rights, "r-xp") == 0 && !name[0])) {
			fputs(line, stderr);
			fail("something is mapped still", pid);
		}
		if (strcmp(rights, "r-xp") == 0 && (inode || strcmp(name, "[vdso]") == 0))
			code_check(pid, memory, begin, end - begin, (off_t)offset, name);
	}
	fclose(file);
	close(memory);
}

static void process_check(pid_t pid, const struct before *before)
{
	threads_check(pid, before);
	memory_check(pid);
	expect_same("its signals are handled otherwise", pid, "SigCgt:", before->caught);
	expect_same("its signals are handled otherwise", pid, "SigIgn:", before->ignored);
	expect_same("its signals are blocked otherwise", pid, "SigBlk:", before->blocked);
	expect_same("it has a filter", pid, "Seccomp:", before->filters);
	expect_same("it may gain no privileges", pid, "NoNewPrivs:", before->privileges);
}

/* ---- the tracer */

static pid_t tracer_start(const char *rastro)
{
	char targets[PIDS_MAX][16];
	char *engine = draw(2) ? "--engine=hybrid" : "--engine=auto";
	char *words[2 * PIDS_MAX + 8] = { "rastro", engine, "--debug", "-f", "-o", "trace" };
	unsigned count = 6;
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (unsigned i = 0; i < server.pid_count; i++) {
		snprintf(targets[i], sizeof(targets[i]), "%d", server.pids[i]);
		words[count++] = "-p";
		words[count++] = targets[i];
	}
	int errors = open("errors", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(errors, 2);
	execv(rastro, words);
	_exit(98);
}

static void wait_until_traced(pid_t tracer)
{
	char value[64] = "";
	int status;

	for (unsigned i = 0; i < server.pid_count; i++)
		for (;;) {
			status_get(server.pids[i], "TracerPid:", value);
			if (value[0] && strcmp(value, "0") != 0)
				break;
			if (waitpid(tracer, &status, WNOHANG) == tracer)
				fail("it was not attached to", server.pids[i]);
		}
}

static unsigned long inside, rounds_inside;

/* What its --debug says of a round; and of calls that it could not tell. */
static void errors_read(void)
{
	char line[1024];
	unsigned long count;
	FILE *file = fopen("errors", "r");

	while (file && fgets(line, sizeof(line), file)) {
		const char *said = strstr(line, "calls were recorded inside");

		if (strstr(line, "are lost") || strstr(line, "cannot be told"))
			fail(line, 0);
		while (said && said > line && (said[-1] == ' ' || isdigit((unsigned char)said[-1])))
			said--;
		if (said && (count = strtoul(said, NULL, 10)) > 0) {
			inside += count;
			rounds_inside++;
		}
	}
	if (file)
		fclose(file);
}

/* From while it begins to well after it has. */
static void stay(void)
{
	unsigned long until = all_answered() + draw(2000);

	if (draw(2))
		usleep((useconds_t)draw(20000));
	else
		while (all_answered() < until)
			usleep(200);
}

static void round_play(const char *rastro, int signal)
{
	pid_t tracer = tracer_start(rastro);
	int status;

	wait_until_traced(tracer);
	stay();
	kill(tracer, signal);
	waitpid(tracer, &status, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != signal)
		fail("the tracer ended by itself", tracer);
	wait_for_answers();
	hear_all();
	errors_read();
	for (unsigned i = 0; signal != SIGKILL && i < server.pid_count; i++)
		process_check(server.pids[i], &befores[i]);
}

/* ---- all of it */

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Answers a second, while nobody traces: to be looked at, not to be judged. */
static unsigned long pace(void)
{
	double begin = seconds_now();
	unsigned long before = all_answered();

	usleep(500000);
	return (unsigned long)((double)(all_answered() - before) / (seconds_now() - begin));
}

static int port_print(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&address, length) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		return 1;
	return printf("%d\n", ntohs(address.sin_port)) < 0;
}

static void server_begin(char **words)
{
	pthread_t thread;

	signal(SIGPIPE, SIG_IGN);
	state = strtoull(words[0], NULL, 0);
	server.port = (uint16_t)atoi(words[1]);
	server.answerers = (unsigned)atoi(words[2]);
	for (words += 3; *words && server.pid_count < PIDS_MAX; words++)
		server.pids[server.pid_count++] = atoi(*words);
	alarm(ROUND_SECONDS);
	for (int i = 0; i < CLIENTS; i++)
		pthread_create(&thread, NULL, client, &answered[i]);
	wait_for_answers();
	hear_all();
	for (unsigned i = 0; i < server.pid_count; i++)
		before_read(server.pids[i], &befores[i]);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "port") == 0)
		return port_print();
	if (argc < 8)
		return 2;
	int rounds = atoi(argv[2]), is_killed = strcmp(argv[3], "kill") == 0;

	server_begin(argv + 4);
	unsigned long before = pace();

	for (int i = 0; i < rounds; i++) {
		/* What hangs is ended by it. */
		alarm(ROUND_SECONDS);
		round_play(argv[1], is_killed ? SIGKILL : SIGTERM);
	}
	printf("%lu answers, %lu a second before and %lu after; in %lu of %d rounds %lu calls "
	       "were recorded inside\n",
	       all_answered(), before, pace(), rounds_inside, rounds, inside);
	fflush(stdout);
	_exit(STATUS_GOOD);
}
