BEGIN TRANSACTION;
CREATE TABLE alu_events (
	seq INTEGER NOT NULL, 
	namespace VARCHAR(100) NOT NULL, 
	version BIGINT NOT NULL, 
	time DOUBLE NOT NULL, 
	action VARCHAR(20) NOT NULL, 
	target_id VARCHAR(80) NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (seq)
);
INSERT INTO "alu_events" VALUES(1,'default',1,1.79547857293086123e+09,'add','t-1','clerk','REF-1');
CREATE TABLE alu_meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "alu_meta" VALUES('schema','1');
CREATE TABLE alu_namespaces (
	name VARCHAR(100) NOT NULL, 
	version BIGINT NOT NULL, 
	stamp VARCHAR(32) NOT NULL, 
	targets INTEGER NOT NULL, 
	embedder VARCHAR(200) NOT NULL, 
	dim INTEGER NOT NULL, 
	clock DOUBLE NOT NULL, 
	unclean BOOLEAN NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "alu_namespaces" VALUES('default',1,'2ec0cf740e0b460ea4b9129effb16b44',1,'hash-16',16,1.79547857293086123e+09,0);
CREATE TABLE alu_targets (
	namespace VARCHAR(100) NOT NULL, 
	id VARCHAR(80) NOT NULL, 
	rev VARCHAR(32) NOT NULL, 
	name_key VARCHAR(32) NOT NULL, 
	doc TEXT NOT NULL, 
	PRIMARY KEY (namespace, id)
);
INSERT INTO "alu_targets" VALUES('default','t-1','342e2313cff2306f180be350','126aa937241b3bb71fa6ded9','{"id":"t-1","name":"Hermione Granger","aliases":["Herminie"],"kind":"entity","description":"","facts":[{"text":"She danced with Viktor Krum","question":null,"origin":"user"}],"examples":[],"policy":"strict","reason":"REF-1","created":"2026-11-24T00:02:52.904310Z","expires":null}');
CREATE INDEX alu_targets_name ON alu_targets (namespace, name_key);
CREATE INDEX alu_events_namespace ON alu_events (namespace, seq);
COMMIT;
