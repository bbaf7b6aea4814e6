/* Commands of devices that are not there: what goes in is shown all the same. */
// rastro: -a 1 -e trace=ioctl
#include "golden.h"

#include <linux/gpio.h>
#include <linux/input.h>
#include <linux/loop.h>
#include <linux/rtc.h>
#include <mtd/ubi-user.h>
#include <sys/ioctl.h>

static const char *failed(unsigned long command, const void *argument)
{
	return result_text(syscall(SYS_ioctl, -1, command, argument));
}

/* Commands that say how long the buffer is, and those of one axis each. */
static void try_macros(void)
{
	static char buffer[8];
	struct input_absinfo range = { .value = 1, .minimum = 2, .maximum = 3 };

	expect("ioctl(-1, EVIOCGNAME(8), %p) = %s\n", buffer, failed(EVIOCGNAME(8), buffer));
	expect("ioctl(-1, EVIOCGBIT(EV_KEY, 96), NULL) = %s\n",
	       failed(EVIOCGBIT(EV_KEY, 96), NULL));
	expect("ioctl(-1, EVIOCGBIT(0x1e /* EV_??? */, 4), NULL) = %s\n",
	       failed(EVIOCGBIT(0x1e, 4), NULL));
	expect("ioctl(-1, EVIOCSABS(ABS_RX), {value=1, minimum=2, ...}) = %s\n",
	       failed(EVIOCSABS(ABS_RX), &range));
}

/* Of arrays with room for many, as many count as a member says. */
static void try_room(void)
{
	struct gpiohandle_request lines = {
		.lines = 2,
		.lineoffsets = { 7, 8, 9 },
		.default_values = { 1 },
		.flags = GPIOHANDLE_REQUEST_OUTPUT,
		.consumer_label = "me",
	};
	struct ubi_mkvol_req volume = {
		.vol_id = -1,
		.vol_type = UBI_DYNAMIC_VOLUME,
		.name_len = 3,
		.name = "home",
	};

	expect("ioctl(-1, GPIO_GET_LINEHANDLE_IOCTL, {lines=2, lineoffsets=[7, 8],"
	       " flags=GPIOHANDLE_REQUEST_OUTPUT, default_values=[1, 0], consumer_label=\"me\"})"
	       " = %s\n",
	       failed(GPIO_GET_LINEHANDLE_IOCTL, &lines));
	expect("ioctl(-1, UBI_IOCMKVOL, {vol_id=-1, alignment=0, bytes=0,"
	       " vol_type=UBI_DYNAMIC_VOLUME, flags=0, name_len=3, name=\"hom\"...}) = %s\n",
	       failed(UBI_IOCMKVOL, &volume));
}

/* What is a detail only when it is zero. */
static void try_details(void)
{
	struct loop_info64 loop = { .lo_number = 3, .lo_file_name = "image" };
	struct rtc_time time = { .tm_hour = 12, .tm_year = 126 };

	expect("ioctl(-1, LOOP_SET_STATUS64, {lo_offset=0, lo_number=3, lo_flags=0,"
	       " lo_file_name=\"image\", ...}) = %s\n",
	       failed(LOOP_SET_STATUS64, &loop));
	loop.lo_encrypt_type = LO_CRYPT_XOR;
	expect("ioctl(-1, LOOP_SET_STATUS64, {lo_offset=0, lo_number=3,"
	       " lo_encrypt_type=LO_CRYPT_XOR, lo_encrypt_key_size=0, lo_flags=0,"
	       " lo_file_name=\"image\", lo_crypt_name=\"\", lo_encrypt_key=\"\", ...}) = %s\n",
	       failed(LOOP_SET_STATUS64, &loop));
	expect("ioctl(-1, RTC_SET_TIME, {tm_sec=0, tm_min=0, tm_hour=12, tm_mday=0, tm_mon=0,"
	       " tm_year=126, ...}) = %s\n",
	       failed(RTC_SET_TIME, &time));
}

int main(void)
{
	golden_begin();
	try_macros();
	try_room();
	try_details();
	golden_end();
	return 0;
}
