/* POSIX queues: attributes where one counts, and messages. */
// rastro: -a 1 -e trace=mq_open,mq_unlink,mq_timedsend,mq_timedreceive,mq_notify,mq_getsetattr
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>

int main(void)
{
	long attributes[8] = { O_NONBLOCK, 5, 6, 7 }, timeout[2] = { 5, 6 };
	struct {
		void *value;
		int signal, notify, rest[12];
	} event = { (void *)7, SIGUSR1, 0, { 0 } };

	golden_begin();
	long result = syscall(SYS_mq_open, "no/queue", O_RDWR | O_CREAT, 0600, attributes);
	expect("mq_open(\"no/queue\", O_RDWR|O_CREAT, 0600, {mq_flags=0x800, mq_maxmsg=5, "
	       "mq_msgsize=6, mq_curmsgs=7}) = %s\n", result_text(result));
	result = syscall(SYS_mq_open, "no/queue", O_WRONLY | O_CREAT, 0600, unreadable());
	expect("mq_open(\"no/queue\", O_WRONLY|O_CREAT, 0600, %p) = %s\n", unreadable(),
	       result_text(result));
	result = syscall(SYS_mq_open, "no/queue", O_RDONLY, 0600, attributes);
	expect("mq_open(\"no/queue\", O_RDONLY) = %s\n", result_text(result));
	result = syscall(SYS_mq_getsetattr, -1, attributes, unreadable());
	expect("mq_getsetattr(-1, {mq_flags=O_NONBLOCK, mq_maxmsg=5, mq_msgsize=6, mq_curmsgs=7}, %p) = %s\n",
	       unreadable(), result_text(result));
	result = syscall(SYS_mq_timedsend, -1, "hi", 2, 77, timeout);
	expect("mq_timedsend(-1, \"hi\", 2, 77, {tv_sec=5, tv_nsec=6}) = %s\n", result_text(result));
	result = syscall(SYS_mq_timedreceive, -1, unreadable(), 20, NULL, NULL);
	expect("mq_timedreceive(-1, %p, 20, NULL, NULL) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_mq_notify, -1, &event);
	expect("mq_notify(-1, {sigev_value={sival_int=7, sival_ptr=0x7}, sigev_signo=SIGUSR1, "
	       "sigev_notify=SIGEV_SIGNAL}) = %s\n", result_text(result));
	result = syscall(SYS_mq_unlink, "no/queue");
	expect("mq_unlink(\"no/queue\") = %s\n", result_text(result));
	golden_end();
	return 0;
}
