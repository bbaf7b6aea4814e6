// trace: getrusage,times,sysinfo,syslog
// also: -v
// mask: sysinfo\(\{.*\}\)
// mask: (?<=times\()\{.*\}|ru_.*
#include "test.h"
#include <sys/resource.h>
#include <sys/sysinfo.h>

int main(void)
{
	char buffer[512];

	call(getrusage, RUSAGE_SELF, buffer);
	call(getrusage, RUSAGE_CHILDREN, buffer);
	call(getrusage, RUSAGE_THREAD, buffer);
	call(getrusage, 77, buffer);
	call(getrusage, 0, NULL);
	call(getrusage, 0, unreadable);
	call(times, buffer);
	call(times, NULL);
	call(times, unreadable);
	call(sysinfo, buffer);
	call(sysinfo, NULL);
	call(sysinfo, BAD);
	call(syslog, 10, NULL, 0);
	call(syslog, 3, NULL, 5);
	call(syslog, 3, buffer, -1);
	call(syslog, 8, NULL, 99);
	call(syslog, 77, BAD, 5);
	call(syslog, -1, NULL, 0);
	return 0;
}
