// mask: msg_(?:stime|rtime|ctime|l[sr]pid|qbytes)=[^,}]*
// trace: msgget,msgsnd,msgrcv,msgctl,ipc
// also: -v
#include "test.h"
#include <sys/ipc.h>
#include <sys/msg.h>

/* The libc of a 32-bit program reads some of these arguments itself. */
int main(void)
{
	struct { long type; char text[64]; } message = { 7, "a message\nof two lines" }, got;
	struct msqid_ds ds;
	int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);

	msgsnd(id, &message, 22, 0);
	msgsnd(id, &message, 0, IPC_NOWAIT);
	msgctl(id, IPC_STAT, &ds);
	msgrcv(id, &got, 64, 7, 0);
	msgrcv(id, &got, 64, -9, IPC_NOWAIT | MSG_NOERROR);
	msgrcv(id, &got, 64, 0, IPC_NOWAIT | MSG_EXCEPT);
	msgsnd(id, NULL, 5, 0);
#ifdef __x86_64__
	msgsnd(id, (void *)unreadable, 5, -1);
#endif
	msgsnd(id, &message, -1, 0);
	msgctl(id, IPC_RMID, NULL);
#ifdef __x86_64__
	msgctl(-1, 99, (void *)unreadable);
#endif
	msgrcv(-1, NULL, -1, -1, -1);
	msgget(0x1234, 0777);
	return 0;
}
