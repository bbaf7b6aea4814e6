#!/bin/bash
# Servers under load are attached to and left, again and again, with their calls recorded inside
# them: every request is answered, every thread goes on, and nothing of the tracer is left.  A
# tracer that is killed leaves a server that goes on, too.
#
# ROUNDS (10) and KILLS (2), for each server, may be set in the environment: before a release
# ROUNDS=1000 KILLS=40 tests/run hostile/rounds.
# timeout: 7200
set -u
. "$SOURCE/tests/tap.sh"

rounds=${ROUNDS:-10} kills=${KILLS:-2}
compile "$SOURCE/tests/hostile/rounds.c" -w
PATH=$PATH:/usr/sbin
server=
trap '[ -z "$server" ] || kill -9 $server 2>/dev/null' EXIT

mkdir www
head -c 1000 /dev/zero | tr '\0' 'x' >www/file
chmod 755 . www

# Who answers and whom to attach to: each starts a server, and waits until it has a port.

nginx_start()
{
	port=$(./rounds port)
	cat >nginx.conf <<-END
		daemon off;
		worker_processes 2;
		error_log $PWD/nginx.error;
		pid $PWD/nginx.pid;
		$([ "$(id -u)" != 0 ] || echo "user root;")
		events { }
		http {
			access_log /dev/null;
			client_body_temp_path $PWD/body;
			proxy_temp_path $PWD/proxy;
			fastcgi_temp_path $PWD/fastcgi;
			uwsgi_temp_path $PWD/uwsgi;
			scgi_temp_path $PWD/scgi;
			server {
				listen 127.0.0.1:$port reuseport;
				root $PWD/www;
				location /number { return 200 "\$arg_n\n"; }
				location /who { return 200 "\$pid\n"; }
			}
		}
	END
	nginx -c "$PWD/nginx.conf" 2>nginx.said &
	server=$!
	until [ "$(cat /proc/$server/task/*/children 2>/dev/null | wc -w)" = 2 ]; do
		kill -0 $server || return 1
	done
	answerers=2
	pids="$server $(cat /proc/$server/task/*/children)"
}

java_start()
{
	rm -f port.java
	java -Xmx64m -Dsun.net.httpserver.nodelay=true -XX:-UseDynamicNumberOfCompilerThreads -XX:-UseDynamicNumberOfGCThreads \
		-cp . Server >port.java 2>java.said &
	server=$!
	until [ -s port.java ]; do kill -0 $server || return 1; done
	port=$(cat port.java) answerers=8 pids=$server
}

go_start()
{
	rm -f port.go
	./server-go >port.go 2>go.said &
	server=$!
	until [ -s port.go ]; do kill -0 $server || return 1; done
	port=$(cat port.go) answerers=8 pids=$server
}

server_end()
{
	kill -9 $pids 2>/dev/null
	wait $server 2>/dev/null
	server=
}

cat >Server.java <<'END'
import com.sun.net.httpserver.*;
import java.net.InetSocketAddress;
import java.nio.file.*;
import java.util.concurrent.Executors;

public class Server {
    static void serve(HttpServer server, String path, java.util.function.Function<HttpExchange, byte[]> answer) {
        server.createContext(path, exchange -> {
            byte[] body = answer.apply(exchange);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    static byte[] file(HttpExchange exchange) {
        try {
            return Files.readAllBytes(Path.of("www/file"));
        } catch (java.io.IOException e) {
            return new byte[0];
        }
    }

    public static void main(String[] words) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
        serve(server, "/number", e -> (e.getRequestURI().getQuery().substring(2) + "\n").getBytes());
        serve(server, "/file", Server::file);
        serve(server, "/who", e -> (Thread.currentThread().getId() + "\n").getBytes());
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println(server.getAddress().getPort());
    }
}
END
cat >server.go <<'END'
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"syscall"
)

func main() {
	asked, answers := make(chan bool), make(chan int)
	for i := 0; i < 8; i++ {
		go func() {
			runtime.LockOSThread()
			for range asked {
				answers <- syscall.Gettid()
			}
		}()
	}
	http.HandleFunc("/number", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s\n", r.URL.Query().Get("n"))
	})
	http.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		bytes, _ := os.ReadFile("www/file")
		w.Write(bytes)
	})
	http.HandleFunc("/who", func(w http.ResponseWriter, r *http.Request) {
		asked <- true
		fmt.Fprintf(w, "%d\n", <-answers)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		os.Exit(1)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	http.Serve(listener, nil)
}
END
export GOCACHE="$PWD/go-cache" GOFLAGS=-mod=mod
! command -v go >/dev/null || go build -o server-go server.go 2>/dev/null
! command -v javac >/dev/null || javac Server.java 2>/dev/null

# rounds_of NAME START
rounds_of()
{
	name=$1 start=$2
	if [ -z "${3-}" ] || ! $start; then
		skip "$name" "it is not here"
		return
	fi
	./rounds "$RASTRO" "$rounds" leave 1 $port $answerers $pids >said 2>&1
	same "$name: the tracer leaves, $rounds times" 42 $?
	note <said
	server_end
	failed=
	for seed in $(seq "$kills"); do
		$start
		./rounds "$RASTRO" 1 kill "$seed" $port $answerers $pids >said 2>&1
		[ $? = 42 ] || failed="$failed $seed: $(cat said)"
		server_end
	done
	same "$name: the tracer is killed, $kills times" "" "$failed"
}

rounds_of nginx nginx_start "$(command -v nginx)"
rounds_of Java java_start "$(ls Server.class 2>/dev/null)"
rounds_of Go go_start "$(ls server-go 2>/dev/null)"

finish
