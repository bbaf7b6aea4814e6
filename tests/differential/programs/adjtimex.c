// trace: adjtimex,clock_adjtime
// mask: (?:freq|maxerror|esterror|offset|constant|precision|tolerance|tick|ppsfreq|jitter|stabil|calcnt|errcnt|stbcnt|jitcnt|shift|tai|status)=[^,}]*
// mask: time=\{[^}]*\}
// also: -v
#include "test.h"
#include <sys/timex.h>

int main(void)
{
	struct timex x = { .modes = 0 };

	call(adjtimex, &x);
	x = (struct timex){ .modes = 0 };
	call(clock_adjtime, CLOCK_REALTIME, &x);
	x = (struct timex){ .modes = 0x8000 | 0x2000 };
	call(clock_adjtime, CLOCK_MONOTONIC, &x);
	return 0;
}
