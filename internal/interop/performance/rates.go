package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// pace returns the rate of deliveries as a part of the rate that was asked for.
func (b *bench) pace() (figure, error) {
	const rate = 200
	count := 2 * rate
	if b.smoke {
		count = 10
	}
	variant := b.variants()[3] // wxtool serve -q
	s, err := b.start(nil, variant.args...)
	if err != nil {
		return 0, err
	}
	defer s.stop()
	var all []float64
	for range b.runs {
		one, err := b.time(b.wxtool, b.deliveries(s.addr, 1, rate)...)
		if err != nil {
			return 0, err
		}
		many, err := b.time(b.wxtool, b.deliveries(s.addr, count, rate)...)
		if err != nil {
			return 0, err
		}
		wanted := time.Duration(count-1) * time.Second / rate
		all = append(all, float64(wanted)/float64(many-one))
	}
	return median(all), nil
}

func (b *bench) deliveries(addr string, count, rate int) []string {
	return []string{"send-fixture", "text", "--to", "http://" + addr + "/", "--repeat", strconv.Itoa(count), "--rate", strconv.Itoa(rate), "--no-probe",
		"--token", token, "--encoding-aes-key", key, "--app-id", id, "-q"}
}

// codeBatch returns the time to make QR codes from a file with --state as a multiple of
// that without.
func (b *bench) codeBatch() (figure, error) {
	rows := 3000
	if b.smoke {
		rows = 30
	}
	var file strings.Builder
	file.WriteString("scene_str\n")
	for i := range rows {
		fmt.Fprintf(&file, "shop-%d\n", i)
	}
	input := filepath.Join(b.dir, "rows.csv")
	if err := os.WriteFile(input, []byte(file.String()), 0o600); err != nil {
		return 0, err
	}
	var all []float64
	for range min(b.runs, 3) {
		without, err := b.makeCodes(input)
		if err != nil {
			return 0, err
		}
		with, err := b.makeCodes(input, "--state", filepath.Join(b.dir, "made", "state"))
		if err != nil {
			return 0, err
		}
		all = append(all, float64(with)/float64(without))
	}
	return median(all), nil
}

func (b *bench) makeCodes(input string, flags ...string) (time.Duration, error) {
	made := filepath.Join(b.dir, "made")
	if err := os.RemoveAll(made); err != nil {
		return 0, err
	}
	if err := os.Mkdir(made, 0o700); err != nil {
		return 0, err
	}
	args := []string{"qrcode", "create", "--sandbox", "--from", input, "--out-dir", filepath.Join(made, "codes"), "--rate", "0", "-q"}
	return b.time(b.wxtool, append(args, flags...)...)
}
