package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"time"
)

func (b *bench) codeCounts() []int {
	if b.codes < 10_000 {
		return []int{b.codes}
	}
	return []int{100, 3000, b.codes}
}

// sandboxCalls returns the time of a call that makes a QR code, where there are so many
// codes, as a multiple of the time without --state. A call with a growing state would
// take longer and longer; it gives up after a minute.
func (b *bench) sandboxCalls(counts []int) (map[int]figure, error) {
	without, err := b.callTimes(counts)
	if err != nil {
		return nil, err
	}
	with, err := b.callTimes(counts, "--state", filepath.Join(b.dir, "state"))
	if err != nil {
		return nil, err
	}
	ratios := map[int]figure{}
	for _, n := range counts {
		if with[n] > 0 && without[n] > 0 {
			ratios[n] = figure(float64(with[n]) / float64(without[n]))
		}
	}
	return ratios, nil
}

// callTimes makes codes and returns the median time of the last 100 calls before each
// count.
func (b *bench) callTimes(counts []int, flags ...string) (map[int]time.Duration, error) {
	args := append([]string{b.wxtool, "sandbox", "--listen", "127.0.0.1:0", "-q"}, flags...)
	s, err := b.start(nil, append(args, "--addr-file")...)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	token, err := sandboxToken(s.addr)
	if err != nil {
		return nil, err
	}
	var last []float64
	times := map[int]time.Duration{}
	begin := time.Now()
	for made := 0; made < counts[len(counts)-1] && time.Since(begin) < time.Minute; {
		before := time.Now()
		made++
		if err := makeCode(s.addr, token, made); err != nil {
			return nil, err
		}
		last = append(last, float64(time.Since(before)))
		for _, n := range counts {
			if made == n {
				times[n] = time.Duration(median(last[max(0, len(last)-100):]))
			}
		}
	}
	return times, nil
}

func sandboxToken(addr string) (string, error) {
	body := `{"grant_type":"client_credential","appid":"wxdemo0000000000aa","secret":"wxtoolDemoAppSecretForTheSandbox"}` // the demo account
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := call(addr, "/cgi-bin/stable_token", body, &answer); err != nil {
		return "", err
	}
	return answer.AccessToken, nil
}

func makeCode(addr, token string, n int) error {
	body := fmt.Sprintf(`{"expire_seconds":2592000,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"scene-%d"}}}`, n)
	var answer struct{ Ticket string }
	if err := call(addr, "/cgi-bin/qrcode/create?access_token="+token, body, &answer); err != nil {
		return err
	}
	if answer.Ticket == "" {
		return fmt.Errorf("code %d: no ticket", n)
	}
	return nil
}

func call(addr, path, body string, answer any) error {
	res, err := http.Post("http://"+addr+path, "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(answer); err != nil || bytes.Contains(data, []byte(`"errcode"`)) {
		return fmt.Errorf("%s: %s, %w", path, data, err)
	}
	return nil
}
