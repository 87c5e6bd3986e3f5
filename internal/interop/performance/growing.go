package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
)

// lineCounts are the sizes of the inputs of the batch commands.
func (b *bench) lineCounts() []int {
	var all []int
	for n := 1000; n <= b.lines; n *= 10 {
		all = append(all, n)
	}
	return all
}

// baseLines is the number of lines to whose cost the others are compared.
func (b *bench) baseLines() int { return min(100_000, b.lines) }

// batchCost is what a batch command uses per line, and in all.
type batchCost struct {
	perLine figure // time per line, in growing as a ratio; 0 if it is not known
	memory  int64  // bytes; 0 if the system does not show it
}

// growing measures a batch command with inputs of growing size.
func (b *bench) growing(line []byte, args ...string) (map[int]batchCost, error) {
	costs := map[int]batchCost{}
	input := filepath.Join(b.dir, "lines")
	defer os.Remove(input)
	for _, n := range b.lineCounts() {
		if err := writeLines(input, line, n); err != nil {
			return nil, err
		}
		cost, err := b.costOf(n, append(args, input))
		if err != nil {
			return nil, err
		}
		costs[n] = cost
	}
	base := costs[b.baseLines()].perLine
	for n, cost := range costs {
		if base > 0 {
			cost.perLine /= base
		}
		costs[n] = cost
	}
	return costs, nil
}

// costOf measures a batch command with n lines. The time to start the program is
// subtracted; the cost of so few lines that it is most of the time is not known.
func (b *bench) costOf(n int, args []string) (batchCost, error) {
	var cost batchCost
	var all, starts []float64
	for range min(b.runs, 3) {
		took, memory, err := b.batch(args...)
		if err != nil {
			return cost, err
		}
		start, err := b.time(b.wxtool, "version")
		if err != nil {
			return cost, err
		}
		all, starts, cost.memory = append(all, float64(took)), append(starts, float64(start)), max(cost.memory, memory)
	}
	if took, start := median(all), median(starts); took >= 2*start {
		cost.perLine = (took - start) / figure(n)
	}
	return cost, nil
}

func (b *bench) batch(args ...string) (took time.Duration, memory int64, err error) {
	cmd := exec.CommandContext(b.ctx, b.wxtool, args...)
	cmd.Dir, cmd.Env = b.dir, b.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	ended := make(chan struct{})
	peak := make(chan int64)
	go func() { peak <- peakMemory(cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	took = time.Since(begin)
	close(ended)
	if memory = <-peak; err != nil {
		return 0, 0, fmt.Errorf("wxtool %s: %w\n%s", args[0], err, &stderr)
	}
	return took, memory, nil
}

// peakMemory returns the most memory that a process has used until it ends, where the
// system has /proc. The usage that wait4 reports does not help: it includes that of the
// process which started the other.
func peakMemory(pid int, ended <-chan struct{}) (bytes int64) {
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		for line := range strings.Lines(string(status)) {
			var kilobytes int64
			if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
				bytes = max(bytes, kilobytes<<10)
			}
		}
		select {
		case <-ended:
			return bytes
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func writeLines(name string, line []byte, n int) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	block := bytes.Repeat(line, 1000)
	for range n / 1000 {
		if _, err := file.Write(block); err != nil {
			file.Close()
			return err
		}
	}
	return file.Close()
}

// envelopeLine is a line of decrypt --batch.
func envelopeLine() ([]byte, error) {
	k, err := wxcrypt.ParseKey(key)
	if err != nil {
		return nil, err
	}
	a := &callback.Account{Platform: callback.MP, Token: token, Key: k, ReceiveID: id}
	encrypt, err := a.Encrypt([]byte(message), callback.Stamp{})
	return fmt.Appendf(nil, `{"encrypt":%q,"msg_signature":%q,"timestamp":"1751328000","nonce":"1372623149"}`+"\n",
		encrypt, wxcrypt.Signature(token, "1751328000", "1372623149", encrypt)), err
}

// logLine is a line of verify --log.
func logLine() []byte {
	return fmt.Appendf(nil, `101.226.103.61 - - [25/Apr/2024:17:15:04 +0800] "POST /wx?signature=%s&timestamp=1751328000&nonce=1372623149&openid=oFan HTTP/1.0" 200 19 "-" "Mozilla/4.0"`+"\n",
		wxcrypt.Signature(token, "1751328000", "1372623149"))
}
