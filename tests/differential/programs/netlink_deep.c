// trace: sendto
// options: -a 1
#include "netlink.h"
#include <linux/sock_diag.h>
#include <linux/cryptouser.h>

static unsigned char body[512];

/* Each attribute with a payload of several sizes. */
static void crypto(void)
{
	int fd = netlink_socket(NETLINK_CRYPTO);
	static const unsigned char sizes[] = { 0, 3, 4, 5, 64, 76, 80, 100, 240 };

	memset(body, 0, sizeof(body));
	strcpy((char *)body, "cbc(aes)");
	strcpy((char *)body + 64, "driver");
	body[192] = 5;
	for (int type = 16; type < 22; type++) {
		begin(type, NLM_F_REQUEST | NLM_F_DUMP);
		put(body, 208);
		send_packet(fd);
		begin(type, 0);
		put(body, 100);
		send_packet(fd);
	}
	memset(body + 64, 120, 50);
	begin(CRYPTO_MSG_GETALG, NLM_F_REQUEST);
	put(body, 208);
	send_packet(fd);
	body[64] = 0;
	memset(body + 256, 0, 256);
	strcpy((char *)body + 256, "larval");
	for (int i = 64; i < 250; i++)
		body[256 + i] = i;
	for (int attribute = 0; attribute < 14; attribute++)
		for (unsigned i = 0; i < sizeof(sizes); i++) {
			begin(CRYPTO_MSG_NEWALG, 0);
			put(body, 208);
			put_attribute(attribute, body + 256, sizes[i]);
			send_packet(fd);
		}
	close(fd);
}

struct op { unsigned char code, yes; unsigned short no; };

static void send_code(int fd, const void *code, size_t size)
{
	memset(body, 0, sizeof(body));
	body[0] = AF_INET;
	body[1] = 6;
	begin(SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST);
	put(body, 56);
	put_attribute(1, code, size);
	send_packet(fd);
}

static void bytecode(void)
{
	int fd = netlink_socket(NETLINK_SOCK_DIAG);
	unsigned char code[64];

	for (int i = 0; i < 16; i++) {
		memset(code, 0, sizeof(code));
		code[0] = i; code[1] = 8; code[2] = 12;
		for (int j = 4; j < 64; j++)
			code[j] = j;
		code[4] = AF_INET; code[5] = 24; code[6] = code[7] = 0;
		send_code(fd, code, 4);
		send_code(fd, code, 8);
		send_code(fd, code, 12);
		send_code(fd, code, 16);
		send_code(fd, code, 40);
		code[4] = AF_INET6;
		send_code(fd, code, 32);
		code[4] = 77;
		send_code(fd, code, 28);
		send_code(fd, code, 2);
		send_code(fd, code, 6);
	}
	close(fd);
}

static void smc(void)
{
	int fd = netlink_socket(NETLINK_SOCK_DIAG);
	static const unsigned char sizes[] = { 1, 4, 8, 16, 40, 64, 72, 128, 200, 240 };

	memset(body, 0, sizeof(body));
	body[0] = AF_SMC;
	for (int i = 256; i < 512; i++)
		body[i] = i;
	memcpy(body + 260, "abc", 4);
	body[256 + 90] = body[256 + 130] = 0;
	for (int attribute = 0; attribute < 7; attribute++)
		for (unsigned i = 0; i < (attribute == 3 ? 2 : sizeof(sizes)); i++) {
			begin(SOCK_DIAG_BY_FAMILY, 0);
			put(body, 64);
			put_attribute(attribute, body + 256, sizes[i]);
			send_packet(fd);
		}
	close(fd);
}

static void uevent(void)
{
	int fd = netlink_socket(NETLINK_KOBJECT_UEVENT);
	unsigned char monitor[60] = "libudev\0\376\355\312\376\50\0\0\0\50\0\0\0\24\0\0\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20ACTION=add\0X=1";

	for (unsigned size = 4; size <= 60; size += 4) {
		packet.length = 0;
		put(monitor, size);
		send_raw(fd);
	}
	packet.length = 0;
	put("add@/devices/x\0ACTION=add", 26);
	send_raw(fd);
	monitor[8] = 0;
	packet.length = 0;
	put(monitor, 60);
	send_raw(fd);
	close(fd);
}

int main(void)
{
	crypto();
	bytecode();
	smc();
	uevent();
	return 0;
}
