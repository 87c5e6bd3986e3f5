//go:build race

package echo_test

func raceEnabled() bool { return true }
