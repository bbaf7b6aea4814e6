/* What comes out by way of a pointer in a structure that went in: the line is the same when the
 * call takes so long that its beginning could have been shown before. */
// rastro: -a 1 -e trace=ioctl -e inject=ioctl:delay_exit=100ms
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/if.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>

int main(void)
{
	struct hwtstamp_config config = { 0, HWTSTAMP_TX_ON, HWTSTAMP_FILTER_ALL };
	struct ifreq request = { .ifr_name = "eth0", .ifr_data = (void *)&config };

	golden_begin();
	answer_call(SYS_ioctl);
	syscall(SYS_ioctl, -1, SIOCGHWTSTAMP, &request);
	expect("ioctl(-1, SIOCGHWTSTAMP, {ifr_name=\"eth0\", ifr_data={flags=0,"
	       " tx_type=HWTSTAMP_TX_ON, rx_filter=HWTSTAMP_FILTER_ALL}}) = 0 (DELAYED)\n");
	golden_end();
	return 0;
}
