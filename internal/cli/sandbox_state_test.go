package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestStateLosesNothing: commands that share a state wait for each other.
func TestStateLosesNothing(t *testing.T) {
	const users = 12
	w := newWorld(t)
	var all sync.WaitGroup
	for i := range users {
		all.Go(func() {
			args := strings.Fields(fmt.Sprintf("sandbox do tag 2 --user u%d --state shared.json", i))
			if code, _, stderr := w.run(args...); code != exitOK {
				t.Errorf("exit code %d\n%s", code, stderr)
			}
		})
	}
	all.Wait()
	_, stdout, _ := w.run("sandbox", "users", "--state", "shared.json", "--json")
	var list struct{ Users []struct{ Name string } }
	if err := json.Unmarshal([]byte(stdout), &list); err != nil || len(list.Users) != users {
		t.Errorf("%d users, %v", len(list.Users), err)
	}
}
