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
INSERT INTO "alu_events" VALUES(1,'default',1,1.79568514049431157e+09,'add','t-a045c999f982','','');
CREATE TABLE alu_keys (
	id VARCHAR(8) NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	role VARCHAR(10) NOT NULL, 
	namespace VARCHAR(100) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	created DOUBLE NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "alu_keys" VALUES('382116d3','ann','admin','default','33fe51b2d36c783d98fcfc8529aaea9b28a16429844ef7191b77acd3966c358b',1.79568514143639492e+09);
CREATE TABLE alu_meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "alu_meta" VALUES('schema','2');
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
INSERT INTO "alu_namespaces" VALUES('default',1,'148c0aca25224b9fb7c52ccdcd408d85',1,'hash-16',16,1.79568514049431157e+09,0);
CREATE TABLE alu_targets (
	namespace VARCHAR(100) NOT NULL, 
	id VARCHAR(80) NOT NULL, 
	rev VARCHAR(32) NOT NULL, 
	name_key VARCHAR(32) NOT NULL, 
	doc TEXT NOT NULL, 
	PRIMARY KEY (namespace, id)
);
INSERT INTO "alu_targets" VALUES('default','t-a045c999f982','dedc412d9dbc6b6fe7bdb809','126aa937241b3bb71fa6ded9','{"id":"t-a045c999f982","name":"Hermione Granger","aliases":[],"kind":"entity","description":"","facts":[],"examples":[],"policy":"strict","derive":true,"reason":"","created":"2026-11-26T09:25:40.389107Z","expires":null}');
CREATE TABLE alu_topic_models (
	namespace VARCHAR(100) NOT NULL, 
	id VARCHAR(80) NOT NULL, 
	rev VARCHAR(32) NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (namespace, id)
);
CREATE INDEX alu_targets_name ON alu_targets (namespace, name_key);
CREATE INDEX alu_events_namespace ON alu_events (namespace, seq);
COMMIT;
