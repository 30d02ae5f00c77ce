; Reads histories for the peers written in Clojure: EDN as Jepsen writes it, or JSON lines with Ordeal's field
; names or Jepsen's; plain or compressed with gzip.
(ns history
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str])
  (:import (java.io BufferedReader PushbackReader)
           (java.util.zip GZIPInputStream)))

(defn- opened [path]
  (let [raw (io/input-stream path)]
    (io/reader (if (str/ends-with? path ".gz") (GZIPInputStream. raw) raw))))

(defn- without-null
  "JSON's null is a symbol to the reader of EDN."
  [x]
  (cond (= 'null x) nil
        (vector? x) (mapv without-null x)
        :else x))

(defn- micro
  "The function of a micro-operation is a keyword to Jepsen."
  [x]
  (if (and (vector? x) (string? (first x))) (update x 0 keyword) x))

(defn- op
  "An operation as Jepsen has it. Both spellings of the fields are read."
  [index event]
  (let [field (fn [short long] (without-null (get event short (get event long))))
        f     (keyword (:f event))
        value (field :v :value)]
    {:index   index
     :time    index
     :process (field :p :process)
     :type    (keyword (:type event))
     :f       f
     :key     (field :k :key)
     :value   (if (= f :txn) (mapv micro value) value)}))

(defn- ops
  "Only what clients did, numbered without gaps."
  [events]
  (->> events
       (filter #(number? (without-null (get % :p (:process %)))))
       (map-indexed op)
       vec))

(defn- event
  "A JSON object becomes a map of EDN when its field names become keywords: commas are blanks there."
  [line]
  (edn/read-string (str/replace line #"\"(\w+)\"\s*:" ":$1 ")))

(defn- forms [reader]
  (let [end  (Object.)
        more (PushbackReader. reader)
        all  (take-while #(not (identical? end %))
                         (repeatedly #(edn/read {:eof end :default (fn [_ value] value)} more)))]
    (if (sequential? (first all)) (first all) all)))

(defn one
  "The history in a file."
  [path]
  (with-open [reader (opened path)]
    (if (str/includes? path ".edn")
      (ops (forms reader))
      (ops (map event (line-seq (BufferedReader. reader)))))))

(defn many
  "Calls f with number and history of each in a file of JSON lines in which an empty line ends a history."
  [path f]
  (with-open [reader (opened path)]
    (->> (line-seq (BufferedReader. reader))
         (partition-by str/blank?)
         (remove #(str/blank? (first %)))
         (map-indexed (fn [number lines] (f number (ops (map event lines)))))
         dorun)))

(defn verdict [valid]
  (case valid true "VALID" false "INVALID" "UNKNOWN"))

(defn timed
  "Prints the verdict that f returns of the history in a file, and the seconds that f alone took."
  [path f]
  (let [history (one path)
        began   (System/nanoTime)
        valid   (f history)]
    (println (verdict valid) (format "%.3f" (/ (- (System/nanoTime) began) 1e9)))))
