package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
)

// message is the text message that is sent.
const message = "<xml><ToUserName><![CDATA[gh_8a3f2c9d7b10]]></ToUserName>\n<FromUserName><![CDATA[oFan]]></FromUserName>\n" +
	"<CreateTime>1751328000</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n" +
	"<Content><![CDATA[hello, this is a question on an order]]></Content>\n<MsgId>24123456789012345</MsgId></xml>"

// pushRequest is the message as an HTTP request.
func pushRequest(mode callback.Mode) ([]byte, error) {
	k, err := wxcrypt.ParseKey(key)
	if err != nil {
		return nil, err
	}
	a := &callback.Account{Platform: callback.MP, Mode: mode, Token: token, Key: k, AppID: id, ReceiveID: id}
	signed, err := a.Seal([]byte(message), callback.Stamp{Timestamp: "1751328000", Nonce: "1372623149"})
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "POST /?%s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s",
		signed.Query.Encode(), len(signed.Body), signed.Body), nil
}

// served is what a server did in one run.
type served struct {
	rate    float64       // answers a second
	cpu     time.Duration // of the server, per answer
	answers int
	dropped int // events
}

// byRate and byCPU are the shares of a bare server.
func byRate(s, bare served) float64 { return s.rate / bare.rate }
func byCPU(s, bare served) float64  { return float64(bare.cpu) / float64(s.cpu) }

// variants are the servers, each with its arguments up to the name of the file for its
// address.
func (b *bench) variants() []struct {
	name string
	args []string
} {
	other := func(name string) []string { return []string{b.self, "serve", name} }
	wxtool := func(extra ...string) []string {
		args := []string{b.wxtool, "serve", "--listen", "127.0.0.1:0", "--max-age", "0", "--token", token, "--encoding-aes-key", key, "--app-id", id}
		return append(append(args, extra...), "--addr-file")
	}
	return []struct {
		name string
		args []string
	}{
		{"bare", other("bare")}, {"yardstick", other("yardstick")},
		{"wxtool", wxtool()}, {"wxtool -q", wxtool("-q")}, {"wxtool --json", wxtool("--json")}, {"wxtool --record", wxtool("-q", "--record", "record.jsonl")},
		{"chanxuehong", other("chanxuehong")}, {"silenceper", other("silenceper")}, {"powerwechat", other("powerwechat")},
	}
}

// serving measures all servers in turn. It fails if a record or a pipe misses events that
// were not counted as dropped.
func (b *bench) serving(mode callback.Mode) (map[string][]served, error) {
	request, err := pushRequest(mode)
	if err != nil {
		return nil, err
	}
	all := map[string][]served{}
	for range b.runs {
		for _, v := range b.variants() {
			one, err := b.serveOnce(v.name, v.args, request, 16)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", v.name, err)
			}
			all[v.name] = append(all[v.name], one)
		}
	}
	return all, nil
}

func (b *bench) serveOnce(name string, args []string, request []byte, connections int) (served, error) {
	record := filepath.Join(b.dir, "record.jsonl")
	os.Remove(record)
	pipe, events := io.Writer(nil), &counted{}
	if strings.HasSuffix(name, "--json") {
		pipe = events
	}
	s, err := b.start(pipe, args...)
	if err != nil {
		return served{}, err
	}
	warm, answers, took, err := b.loaded(s.addr, request, connections)
	cpu, stopErr := s.stop()
	if err := errors.Join(err, stopErr); err != nil {
		return served{}, err
	}
	if pipe != nil && events.pushes+events.dropped != answers+warm {
		return served{}, fmt.Errorf("%d answers, but %d events and %d dropped", answers+warm, events.pushes, events.dropped)
	}
	if strings.HasSuffix(name, "--record") {
		lines, err := countLines(record)
		if err != nil || lines != answers+warm {
			return served{}, fmt.Errorf("%d answers, but %d recorded, %w", answers+warm, lines, err)
		}
	}
	return served{float64(answers) / took.Seconds(), cpu / time.Duration(answers+warm), answers + warm, events.dropped}, nil
}

// loaded connects, and loads the server twice. The first time only warms it up.
func (b *bench) loaded(addr string, request []byte, connections int) (warm, answers int, took time.Duration, err error) {
	c, err := connect(addr, request, connections)
	if err != nil {
		return 0, 0, 0, err
	}
	defer c.close()
	if warm, _, err = c.load(b.load / 10); err == nil {
		answers, took, err = c.load(b.load)
	}
	return warm, answers, took, err
}

// counted reads the events of a server.
type counted struct {
	rest            []byte
	pushes, dropped int
}

func (c *counted) Write(b []byte) (int, error) {
	c.rest = append(c.rest, b...)
	for {
		line, rest, found := bytes.Cut(c.rest, []byte("\n"))
		if !found {
			break
		}
		c.rest = rest
		switch {
		case bytes.HasPrefix(line, []byte(`{"type":"push"`)):
			c.pushes++
		case bytes.HasPrefix(line, []byte(`{"type":"dropped"`)):
			var event struct{ Events int }
			if err := json.Unmarshal(line, &event); err != nil {
				return 0, err
			}
			c.dropped += event.Events
		}
	}
	c.rest = append([]byte(nil), c.rest...)
	return len(b), nil
}

func countLines(name string) (lines int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<20)
	for {
		line, err := in.ReadSlice('\n')
		if err == io.EOF && len(line) == 0 {
			return lines, nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return lines, err
		}
		if err == nil {
			lines++
		}
	}
}

// connections measures how the share of a bare server changes with the connections.
func (b *bench) connections() (map[int]figure, error) {
	request, err := pushRequest(callback.Plain)
	if err != nil {
		return nil, err
	}
	shares := map[int]figure{}
	for _, n := range b.connectionCounts() {
		var ours, bare []served
		for range b.runs {
			for _, v := range b.variants() {
				if v.name != "bare" && v.name != "wxtool -q" {
					continue
				}
				one, err := b.serveOnce(v.name, v.args, request, n)
				if err != nil {
					return nil, err
				}
				if v.name == "bare" {
					bare = append(bare, one)
				} else {
					ours = append(ours, one)
				}
			}
		}
		shares[n] = medianOf(ours, bare, byRate)
	}
	return shares, nil
}

func (b *bench) connectionCounts() []int {
	if b.smoke {
		return []int{1}
	}
	return []int{1, 10, 100, 1000}
}
