// trace: mq_open,mq_unlink,mq_timedsend,mq_timedreceive,mq_notify,mq_getsetattr,mq_timedsend_time64,mq_timedreceive_time64
// mask: rastro-test-\d+
// also: -v
#include "test.h"
#include <mqueue.h>

int main(void)
{
	struct mq_attr attr = { 0, 3, 16 }, odd = { O_NONBLOCK, 1, 2, 3 }, old;
	char buffer[32], name[32];
	unsigned int priority;
	struct timespec past = { 1000, 5 };
	struct { void *value; int signo, notify; char rest[48]; } event = { (void *)5, SIGUSR1, SIGEV_SIGNAL };
	long queue;

	snprintf(name, 32, "rastro-test-%09d", getpid());
	queue = call(mq_open, name, O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attr);
	call(mq_unlink, name);
	call(mq_timedsend, queue, "hello", 5, 3, NULL);
	call(mq_timedsend, queue, "hello", 5, -1, &past);
	call(mq_timedreceive, queue, buffer, 32, &priority, NULL);
	call(mq_timedreceive, queue, buffer, 32, &priority, &past);
	call(mq_timedreceive, queue, buffer, 1, NULL, NULL);
	call(mq_timedreceive, -1, NULL, 1, BAD, unreadable);
	call(mq_notify, queue, &event);
	call(mq_notify, queue, NULL);
	call(mq_notify, -1, unreadable);
	call(mq_getsetattr, queue, NULL, &old);
	call(mq_getsetattr, queue, &odd, &old);
	call(mq_getsetattr, -1, NULL, NULL);
	call(mq_getsetattr, -1, BAD, BAD);
	call(mq_open, "missing", O_RDONLY);
	call(mq_open, "/slash/es", O_CREAT | O_EXCL, 0777, NULL);
	call(mq_open, NULL, -1, -1, unreadable);
	call(mq_unlink, "missing");
	call(mq_unlink, NULL);
	return 0;
}
