DROP TABLE sessions;
DROP TABLE sign_ins;
DROP TABLE account_roles;
DROP TABLE accounts;
