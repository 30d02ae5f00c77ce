// A client of the key-value store, as a program: see kv-go.yml.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

type store struct{ address string }

// send makes a request once, on a connection of its own: net/http may send some again on a connection that was kept.
func (kv store) send(method, path, body string) (int, string, error) {
	request, err := http.NewRequest(method, kv.address+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Close = true
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 500 {
		err = fmt.Errorf("status %d: %s", response.StatusCode, text)
	}
	return response.StatusCode, string(text), err
}

// expect makes a request whose answer has one of two statuses.
func (kv store) expect(method, path, body string, yes, no int) (bool, string, error) {
	status, text, err := kv.send(method, path, body)
	if err == nil && status != yes && status != no {
		err = fmt.Errorf("status %d: %s", status, text)
	}
	return status == yes, text, err
}

func (kv store) read(call Call) (any, error) {
	found, text, err := kv.expect("GET", fmt.Sprint("/keys/", call.Key), "", 200, 404)
	if err != nil || !found {
		return nil, err
	}
	var value int64
	err = json.Unmarshal([]byte(text), &value)
	return value, err
}

func (kv store) write(call Call) (any, error) {
	_, _, err := kv.expect("PUT", fmt.Sprint("/keys/", call.Key), fmt.Sprint(call.Value), 200, 200)
	return nil, err
}

func (kv store) cas(call Call) (any, error) {
	body := fmt.Sprintf(`{"old": %d, "new": %d}`, call.Old, call.New)
	swapped, _, err := kv.expect("POST", fmt.Sprint("/keys/", call.Key), body, 200, 409)
	return swapped, err
}

func main() {
	Serve(func(about About) (Functions, error) {
		kv := store{fmt.Sprintf("http://%s:%d", about.Host, about.Port)}
		// Opening fails if nobody answers: then no call was made.
		_, _, err := kv.send("GET", "/health", "")
		return Functions{"read": kv.read, "write": kv.write, "cas": kv.cas}, err
	})
}
