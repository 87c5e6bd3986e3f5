package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// client has connections to a server. It is as small as it can be, because it uses the
// same processor as the server.
type client struct {
	request []byte
	conns   []net.Conn
}

func connect(addr string, request []byte, connections int) (*client, error) {
	c := &client{request: request}
	for range connections {
		conn, err := net.DialTimeout("tcp", addr, 10*time.Second)
		if err != nil {
			c.close()
			return nil, err
		}
		c.conns = append(c.conns, conn)
	}
	return c, nil
}

func (c *client) close() {
	for _, conn := range c.conns {
		conn.Close()
	}
}

// load sends the request again and again over all connections, each of which waits for an
// answer before it sends the next. It returns the number of answers, at least one per
// connection, and the time.
func (c *client) load(period time.Duration) (answers int, took time.Duration, err error) {
	var total atomic.Int64
	var failed atomic.Value
	var all sync.WaitGroup
	begin := time.Now()
	end := begin.Add(period)
	for _, conn := range c.conns {
		all.Go(func() {
			n, err := c.repeat(conn, end)
			total.Add(int64(n))
			if err != nil {
				failed.Store(err)
			}
		})
	}
	all.Wait()
	err, _ = failed.Load().(error)
	return int(total.Load()), time.Since(begin), err
}

func (c *client) repeat(conn net.Conn, end time.Time) (answers int, err error) {
	conn.SetDeadline(end.Add(30 * time.Second))
	in := bufio.NewReaderSize(conn, 4<<10)
	for answers == 0 || time.Now().Before(end) {
		if _, err := conn.Write(c.request); err != nil {
			return answers, err
		}
		if err := readAnswer(in); err != nil {
			return answers, err
		}
		answers++
	}
	return answers, nil
}

// readAnswer reads a response with status 200 and a known or chunked length.
func readAnswer(in *bufio.Reader) error {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("answer: %s", line)
	}
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
		if bytes.HasPrefix(line, []byte("Transfer-Encoding: chunked")) {
			length = -1
		}
	}
	if length < 0 {
		return readChunks(in)
	}
	_, err = in.Discard(length)
	return err
}

func readChunks(in *bufio.Reader) error {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, in, n+2); err != nil || n == 0 {
			return err
		}
	}
}
