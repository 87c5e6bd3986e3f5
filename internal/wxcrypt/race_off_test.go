//go:build !race

package wxcrypt_test

func raceEnabled() bool { return false }
