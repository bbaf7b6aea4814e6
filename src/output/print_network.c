/* Numbers of the network: ports, addresses, interfaces. */
#include "output/print_kinds.h"

#include "calls/symbols.h"

#include <arpa/inet.h>
#include <string.h>

bool print_network_start(struct printer *printer, const void *bytes, size_t size)
{
	if (printer->view->constants == CONSTANTS_ABBREV)
		return true;
	print_quoted(printer->out, bytes, size, HEX_ALL, 0);
	if (printer->view->constants == CONSTANTS_RAW)
		return false;
	text_literal(printer->out, " /* ");
	return true;
}

void print_network_end(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_VERBOSE)
		text_literal(printer->out, " */");
}

/* The bytes have been said, if they were asked for: the name is enough. */
static void put_named_port(struct printer *printer, const struct symbols *symbols, uint16_t port)
{
	struct view names = *printer->view;
	struct printer named = *printer;

	names.constants = CONSTANTS_ABBREV;
	named.view = &names;
	print_symbols(&named, symbols, port, sizeof(port));
}

void print_port(struct printer *printer, uint16_t port, const struct symbols *symbols)
{
	if (!print_network_start(printer, &port, sizeof(port)))
		return;
	text_literal(printer->out, "htons(");
	if (symbols)
		put_named_port(printer, symbols, ntohs(port));
	else
		text_unsigned(printer->out, ntohs(port));
	text_char(printer->out, ')');
	print_network_end(printer);
}

void print_network_long(struct printer *printer, uint32_t number)
{
	if (!print_network_start(printer, &number, sizeof(number)))
		return;
	text_literal(printer->out, "htonl(");
	text_unsigned(printer->out, ntohl(number));
	text_char(printer->out, ')');
	print_network_end(printer);
}

void print_inet_address(struct printer *printer, uint32_t address)
{
	struct text *out = printer->out;
	char buffer[INET_ADDRSTRLEN];

	if (!print_network_start(printer, &address, sizeof(address)))
		return;
	inet_ntop(AF_INET, &address, buffer, sizeof(buffer));
	text_literal(out, "inet_addr(");
	print_quoted(out, (const uint8_t *)buffer, strlen(buffer), printer->view->hex, 0);
	text_char(out, ')');
	print_network_end(printer);
}

void print_ethertype(struct printer *printer, uint16_t number)
{
	const struct symbols *protocols = symbols_find("ethernet_protocols");

	text_literal(printer->out, "htons(");
	if (protocols)
		print_symbols(printer, protocols, ntohs(number), sizeof(number));
	text_char(printer->out, ')');
}

/* if_nametoindex("lo") */
void print_interface(struct printer *printer, uint32_t number)
{
	const struct view *view = printer->view;
	struct text *out = printer->out, name = { 0 };
	bool has_name = number && view->constants != CONSTANTS_RAW && view->interface_name &&
	                view->interface_name(view->interfaces, number, &name);

	if (!has_name || view->constants == CONSTANTS_VERBOSE)
		text_unsigned(out, number);
	if (has_name) {
		bool comments = view->constants == CONSTANTS_VERBOSE;

		text_string(out, comments ? " /* if_nametoindex(" : "if_nametoindex(");
		print_quoted(out, (const uint8_t *)name.bytes, name.length, view->hex, 0);
		text_string(out, comments ? ") */" : ")");
	}
	text_free(&name);
}
