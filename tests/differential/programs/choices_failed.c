// trace: fcntl,fcntl64,syslog,keyctl,semctl,msgctl,shmctl,kcmp,landlock_add_rule,futex,futex_time64,socketcall,ipc
// pids: none
#include "choice.h"

int main(void)
{
	make_choices(EINVAL);
	return 0;
}
