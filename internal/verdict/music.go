package verdict

import "strings"

// music: the official page requires ThumbMediaId, but SDKs leave it out where a
// link is given. Without either there is no music.
func (j *judge) music() {
	switch {
	case j.holds("Music/ThumbMediaId"):
	case j.holds("Music/MusicUrl"), j.holds("Music/HQMusicUrl"):
		j.add("no-thumb-media-id", Warning, "some users may see a fault notice: the official page requires it, SDKs leave it out",
			"Music/ThumbMediaId is %s", j.absence("Music/ThumbMediaId"))
	case j.m.Count("Music") == 0:
		j.fault("missing-part", "Music is %s", j.absence("Music"))
	default:
		j.fault("missing-part", "Music has no link, and Music/ThumbMediaId is %s", j.absence("Music/ThumbMediaId"))
	}
}

// holds reports whether path has text other than blanks.
func (j *judge) holds(path string) bool {
	text, ok := j.m.Get(path)
	return ok && strings.TrimSpace(text) != ""
}

// absence says how a path that holds no text does so.
func (j *judge) absence(path string) string {
	if j.m.Count(path) > 0 {
		return "empty"
	}
	return "missing" + j.otherCase(path)
}
