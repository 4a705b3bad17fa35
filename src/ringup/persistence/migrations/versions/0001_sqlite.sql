CREATE TABLE countries (
    id INTEGER NOT NULL,
    iso TEXT NOT NULL,
    iso3 TEXT NOT NULL,
    name TEXT NOT NULL,
    iso_name TEXT NOT NULL,
    numcode BIGINT NOT NULL,
    states_required BOOLEAN NOT NULL,
    zipcode_required BOOLEAN NOT NULL,
    zipcode_pattern TEXT,
    CONSTRAINT pk_countries PRIMARY KEY (id),
    CONSTRAINT uq_countries_iso UNIQUE (iso),
    CONSTRAINT ck_countries_iso_has_two_letters CHECK (length(iso) = 2),
    CONSTRAINT ck_countries_iso3_has_three_letters CHECK (length(iso3) = 3)
);

CREATE TABLE event_cursors (
    subscriber TEXT NOT NULL,
    "after" BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    due_at TEXT NOT NULL,
    CONSTRAINT pk_event_cursors PRIMARY KEY (subscriber),
    CONSTRAINT ck_event_cursors_after_not_negative CHECK (after >= 0 AND failures >= 0)
)
 WITHOUT ROWID;

CREATE TABLE gift_cards (
    id INTEGER NOT NULL,
    code_hash TEXT NOT NULL,
    last_digits TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    used BIGINT NOT NULL,
    expires_at TEXT,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_gift_cards PRIMARY KEY (id),
    CONSTRAINT uq_gift_cards_code_hash UNIQUE (code_hash),
    CONSTRAINT ck_gift_cards_amount_not_negative CHECK (amount >= 0 AND used >= 0),
    CONSTRAINT ck_gift_cards_spends_only_what_there_is CHECK (used <= amount),
    CONSTRAINT ck_gift_cards_last_digits_are_few CHECK (length(last_digits) <= 4)
);

CREATE TABLE id_counters (
    name TEXT NOT NULL,
    next BIGINT NOT NULL,
    CONSTRAINT pk_id_counters PRIMARY KEY (name),
    CONSTRAINT ck_id_counters_next_positive CHECK (next > 0)
);

CREATE TABLE idempotency_keys (
    order_id BIGINT NOT NULL,
    key_hash BLOB NOT NULL,
    operation TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    run BLOB NOT NULL,
    taken_at TEXT NOT NULL,
    taken_until TEXT NOT NULL,
    status BIGINT,
    headers TEXT,
    body TEXT,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (order_id, key_hash)
)
 WITHOUT ROWID;

CREATE INDEX ix_idempotency_keys_taken_at ON idempotency_keys (taken_at);

CREATE TABLE imports (
    file TEXT NOT NULL,
    line BIGINT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_imports PRIMARY KEY (file)
);

CREATE TABLE option_types (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    presentation TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_option_types PRIMARY KEY (id)
);

CREATE TABLE payment_methods (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    gateway TEXT NOT NULL,
    auto_capture BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_payment_methods PRIMARY KEY (id)
);

CREATE TABLE promotions (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    code_folded TEXT,
    description TEXT,
    starts_at TEXT,
    expires_at TEXT,
    usage_limit BIGINT,
    used BIGINT NOT NULL,
    "match" TEXT NOT NULL,
    advertise BOOLEAN NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_promotions PRIMARY KEY (id),
    CONSTRAINT uq_promotions_code_folded UNIQUE (code_folded),
    CONSTRAINT ck_promotions_match_known CHECK (match IN ('all', 'any')),
    CONSTRAINT ck_promotions_used_not_negative CHECK (used >= 0),
    CONSTRAINT ck_promotions_code_folded_goes_with_code CHECK ((code IS NULL) = (code_folded IS NULL))
);

CREATE INDEX ix_promotions_automatic_limited ON promotions (id) WHERE code_folded IS NULL AND usage_limit IS NOT NULL;

CREATE TABLE properties (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    presentation TEXT NOT NULL,
    CONSTRAINT pk_properties PRIMARY KEY (id)
);

CREATE TABLE return_reasons (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    restocking_fee_rate BIGINT NOT NULL,
    CONSTRAINT pk_return_reasons PRIMARY KEY (id),
    CONSTRAINT ck_return_reasons_restocking_fee_rate_not_negative CHECK (restocking_fee_rate >= 0)
);

CREATE TABLE shipping_categories (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_shipping_categories PRIMARY KEY (id)
);

CREATE TABLE shipping_methods (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT,
    calculator TEXT NOT NULL,
    settings TEXT NOT NULL,
    tracking_url TEXT,
    position BIGINT NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_shipping_methods PRIMARY KEY (id)
);

CREATE TABLE shop_secrets (
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT pk_shop_secrets PRIMARY KEY (name)
);

CREATE TABLE shop_version (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    catalogue BIGINT NOT NULL,
    CONSTRAINT pk_shop_version PRIMARY KEY (id),
    CONSTRAINT ck_shop_version_one_row CHECK (id = 1)
);

CREATE TABLE stores (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    url TEXT NOT NULL,
    mail_from_address TEXT NOT NULL,
    default_currency TEXT NOT NULL,
    supported_currencies TEXT NOT NULL,
    default_locale TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    CONSTRAINT pk_stores PRIMARY KEY (id),
    CONSTRAINT uq_stores_code UNIQUE (code),
    CONSTRAINT ck_stores_currency_has_three_letters CHECK (length(default_currency) = 3)
);

CREATE TABLE tax_categories (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    tax_code TEXT,
    is_default BOOLEAN NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_tax_categories PRIMARY KEY (id)
);

CREATE TABLE taxonomies (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_taxonomies PRIMARY KEY (id)
);

CREATE TABLE users (
    id INTEGER NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    admin BOOLEAN NOT NULL,
    roles TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_users PRIMARY KEY (id)
);

CREATE UNIQUE INDEX uq_users_email_folded ON users (email_folded) WHERE deleted_at IS NULL;

CREATE TABLE zones (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    default_tax BOOLEAN NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_zones PRIMARY KEY (id)
);

CREATE TABLE api_keys (
    id INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    key_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    last_digits TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revoked_at TEXT,
    CONSTRAINT pk_api_keys PRIMARY KEY (id),
    CONSTRAINT uq_api_keys_key_hash UNIQUE (key_hash),
    CONSTRAINT ck_api_keys_last_digits_are_few CHECK (length(last_digits) <= 4),
    CONSTRAINT fk_api_keys_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX ix_api_keys_user_id ON api_keys (user_id);

CREATE TABLE gift_card_events (
    id INTEGER NOT NULL,
    gift_card_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_gift_card_events PRIMARY KEY (id),
    CONSTRAINT ck_gift_card_events_moves_something CHECK (amount <> 0),
    CONSTRAINT fk_gift_card_events_gift_card_id FOREIGN KEY(gift_card_id) REFERENCES gift_cards (id)
);

CREATE INDEX ix_gift_card_events_gift_card_id ON gift_card_events (gift_card_id);

CREATE INDEX ix_gift_card_events_order_id ON gift_card_events (order_id);

CREATE TABLE option_values (
    id INTEGER NOT NULL,
    option_type_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    presentation TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_option_values PRIMARY KEY (id),
    CONSTRAINT fk_option_values_option_type_id FOREIGN KEY(option_type_id) REFERENCES option_types (id)
);

CREATE INDEX ix_option_values_option_type_id ON option_values (option_type_id);

CREATE TABLE orders (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    store_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    placing BOOLEAN NOT NULL,
    imported BOOLEAN NOT NULL,
    email TEXT,
    email_folded TEXT,
    user_id BIGINT,
    created_by_id BIGINT,
    currency TEXT NOT NULL,
    channel TEXT NOT NULL,
    locale TEXT,
    special_instructions TEXT,
    metadata TEXT DEFAULT '{}' NOT NULL,
    token_hash BLOB NOT NULL,
    item_total BIGINT NOT NULL,
    ship_total BIGINT NOT NULL,
    adjustment_total BIGINT NOT NULL,
    promo_total BIGINT NOT NULL,
    included_tax_total BIGINT NOT NULL,
    additional_tax_total BIGINT NOT NULL,
    total BIGINT NOT NULL,
    payment_total BIGINT NOT NULL,
    payment_state TEXT,
    shipment_state TEXT,
    considered_risky BOOLEAN NOT NULL,
    last_child BIGINT NOT NULL,
    events_count BIGINT NOT NULL,
    events_hash BLOB NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    completed_at TEXT,
    canceled_at TEXT,
    approved_at TEXT,
    abandoned_at TEXT,
    CONSTRAINT pk_orders PRIMARY KEY (id),
    CONSTRAINT ck_orders_id_positive CHECK (id > 0),
    CONSTRAINT ck_orders_currency_has_three_letters CHECK (length(currency) = 3),
    CONSTRAINT ck_orders_total_adds_up CHECK (total = item_total + ship_total + adjustment_total),
    CONSTRAINT ck_orders_promo_total_is_a_discount CHECK (promo_total <= 0),
    CONSTRAINT ck_orders_email_folded_goes_with_email CHECK ((email IS NULL) = (email_folded IS NULL)),
    CONSTRAINT ck_orders_item_total_not_negative CHECK (item_total >= 0 AND ship_total >= 0 AND included_tax_total >= 0 AND last_child >= 0 AND version >= 0),
    CONSTRAINT ck_orders_events_are_counted CHECK (events_count >= 0),
    CONSTRAINT ck_orders_payment_state_known CHECK (payment_state IN ('balance_due', 'paid', 'credit_owed', 'failed', 'void')),
    CONSTRAINT ck_orders_shipment_state_known CHECK (shipment_state IN ('pending', 'ready', 'partial', 'shipped', 'backorder', 'canceled')),
    CONSTRAINT fk_orders_store_id FOREIGN KEY(store_id) REFERENCES stores (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_orders_canceled ON orders (created_at, id) WHERE canceled_at IS NOT NULL;

CREATE INDEX ix_orders_created_at_id ON orders (created_at, id);

CREATE INDEX ix_orders_not_left ON orders (created_at, id) WHERE completed_at IS NULL AND abandoned_at IS NULL AND email IS NOT NULL;

CREATE INDEX ix_orders_of_email ON orders (email_folded, completed_at) WHERE email_folded IS NOT NULL;

CREATE INDEX ix_orders_of_user ON orders (user_id, completed_at) WHERE user_id IS NOT NULL;

CREATE INDEX ix_orders_open ON orders (created_at, id) WHERE completed_at IS NULL;

CREATE INDEX ix_orders_placed ON orders (completed_at, id) WHERE completed_at IS NOT NULL;

CREATE INDEX ix_orders_store_id_created_at ON orders (store_id, created_at);

CREATE INDEX ix_orders_unpaid ON orders (created_at, id, payment_state) WHERE payment_state <> 'paid';

CREATE INDEX ix_orders_unshipped ON orders (created_at, id, shipment_state) WHERE shipment_state <> 'shipped';

CREATE TABLE payment_method_stores (
    payment_method_id BIGINT NOT NULL,
    store_id BIGINT NOT NULL,
    CONSTRAINT pk_payment_method_stores PRIMARY KEY (payment_method_id, store_id),
    CONSTRAINT fk_payment_method_stores_payment_method_id FOREIGN KEY(payment_method_id) REFERENCES payment_methods (id),
    CONSTRAINT fk_payment_method_stores_store_id FOREIGN KEY(store_id) REFERENCES stores (id)
);

CREATE TABLE products (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    meta_description TEXT,
    meta_keywords TEXT,
    digital BOOLEAN NOT NULL,
    tax_category_id BIGINT,
    shipping_category_id BIGINT,
    available_on TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_products PRIMARY KEY (id),
    CONSTRAINT fk_products_tax_category_id FOREIGN KEY(tax_category_id) REFERENCES tax_categories (id),
    CONSTRAINT fk_products_shipping_category_id FOREIGN KEY(shipping_category_id) REFERENCES shipping_categories (id)
);

CREATE UNIQUE INDEX uq_products_slug ON products (slug) WHERE deleted_at IS NULL;

CREATE TABLE promotion_actions (
    id INTEGER NOT NULL,
    promotion_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT pk_promotion_actions PRIMARY KEY (id),
    CONSTRAINT fk_promotion_actions_promotion_id FOREIGN KEY(promotion_id) REFERENCES promotions (id)
);

CREATE INDEX ix_promotion_actions_promotion_id ON promotion_actions (promotion_id);

CREATE TABLE promotion_rules (
    id INTEGER NOT NULL,
    promotion_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    CONSTRAINT pk_promotion_rules PRIMARY KEY (id),
    CONSTRAINT fk_promotion_rules_promotion_id FOREIGN KEY(promotion_id) REFERENCES promotions (id)
);

CREATE INDEX ix_promotion_rules_promotion_id ON promotion_rules (promotion_id);

CREATE TABLE promotion_uses (
    promotion_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    user_id BIGINT,
    email_folded TEXT,
    at TEXT NOT NULL,
    CONSTRAINT pk_promotion_uses PRIMARY KEY (promotion_id, order_id),
    CONSTRAINT fk_promotion_uses_promotion_id FOREIGN KEY(promotion_id) REFERENCES promotions (id)
);

CREATE INDEX ix_promotion_uses_email_folded ON promotion_uses (email_folded);

CREATE INDEX ix_promotion_uses_order_id ON promotion_uses (order_id);

CREATE INDEX ix_promotion_uses_user_id ON promotion_uses (user_id);

CREATE TABLE saved_cards (
    id INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    payment_method_id BIGINT NOT NULL,
    brand TEXT NOT NULL,
    last_digits TEXT NOT NULL,
    month BIGINT NOT NULL,
    year BIGINT NOT NULL,
    name TEXT NOT NULL,
    token TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_saved_cards PRIMARY KEY (id),
    CONSTRAINT ck_saved_cards_last_digits_are_few CHECK (length(last_digits) <= 4),
    CONSTRAINT fk_saved_cards_user_id FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT fk_saved_cards_payment_method_id FOREIGN KEY(payment_method_id) REFERENCES payment_methods (id)
);

CREATE INDEX ix_saved_cards_user_id ON saved_cards (user_id);

CREATE TABLE shipping_method_categories (
    shipping_method_id BIGINT NOT NULL,
    shipping_category_id BIGINT NOT NULL,
    CONSTRAINT pk_shipping_method_categories PRIMARY KEY (shipping_method_id, shipping_category_id),
    CONSTRAINT fk_shipping_method_categories_shipping_method_id FOREIGN KEY(shipping_method_id) REFERENCES shipping_methods (id),
    CONSTRAINT fk_shipping_method_categories_shipping_category_id FOREIGN KEY(shipping_category_id) REFERENCES shipping_categories (id)
);

CREATE TABLE shipping_method_stores (
    shipping_method_id BIGINT NOT NULL,
    store_id BIGINT NOT NULL,
    CONSTRAINT pk_shipping_method_stores PRIMARY KEY (shipping_method_id, store_id),
    CONSTRAINT fk_shipping_method_stores_shipping_method_id FOREIGN KEY(shipping_method_id) REFERENCES shipping_methods (id),
    CONSTRAINT fk_shipping_method_stores_store_id FOREIGN KEY(store_id) REFERENCES stores (id)
);

CREATE TABLE shipping_method_zones (
    shipping_method_id BIGINT NOT NULL,
    zone_id BIGINT NOT NULL,
    CONSTRAINT pk_shipping_method_zones PRIMARY KEY (shipping_method_id, zone_id),
    CONSTRAINT fk_shipping_method_zones_shipping_method_id FOREIGN KEY(shipping_method_id) REFERENCES shipping_methods (id),
    CONSTRAINT fk_shipping_method_zones_zone_id FOREIGN KEY(zone_id) REFERENCES zones (id)
);

CREATE TABLE states (
    id INTEGER NOT NULL,
    country_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    abbr TEXT NOT NULL,
    CONSTRAINT pk_states PRIMARY KEY (id),
    CONSTRAINT fk_states_country_id FOREIGN KEY(country_id) REFERENCES countries (id)
);

CREATE INDEX ix_states_country_id ON states (country_id);

CREATE TABLE store_credits (
    id INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    used BIGINT NOT NULL,
    memo TEXT,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_store_credits PRIMARY KEY (id),
    CONSTRAINT ck_store_credits_amount_not_negative CHECK (amount >= 0 AND used >= 0),
    CONSTRAINT ck_store_credits_spends_only_what_there_is CHECK (used <= amount),
    CONSTRAINT fk_store_credits_user_id FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX ix_store_credits_user_id_currency ON store_credits (user_id, currency);

CREATE TABLE store_zones (
    store_id BIGINT NOT NULL,
    zone_id BIGINT NOT NULL,
    CONSTRAINT pk_store_zones PRIMARY KEY (store_id, zone_id),
    CONSTRAINT fk_store_zones_store_id FOREIGN KEY(store_id) REFERENCES stores (id),
    CONSTRAINT fk_store_zones_zone_id FOREIGN KEY(zone_id) REFERENCES zones (id)
);

CREATE TABLE tax_rates (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    zone_id BIGINT NOT NULL,
    tax_category_id BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    included_in_price BOOLEAN NOT NULL,
    show_rate_in_label BOOLEAN NOT NULL,
    calculator TEXT DEFAULT 'rate' NOT NULL,
    settings TEXT DEFAULT '{}' NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_tax_rates PRIMARY KEY (id),
    CONSTRAINT ck_tax_rates_rate_not_negative CHECK (rate >= 0),
    CONSTRAINT fk_tax_rates_zone_id FOREIGN KEY(zone_id) REFERENCES zones (id),
    CONSTRAINT fk_tax_rates_tax_category_id FOREIGN KEY(tax_category_id) REFERENCES tax_categories (id)
);

CREATE TABLE taxons (
    id INTEGER NOT NULL,
    taxonomy_id BIGINT NOT NULL,
    parent_id BIGINT,
    name TEXT NOT NULL,
    permalink TEXT NOT NULL,
    description TEXT,
    meta_title TEXT,
    meta_description TEXT,
    meta_keywords TEXT,
    position BIGINT NOT NULL,
    CONSTRAINT pk_taxons PRIMARY KEY (id),
    CONSTRAINT uq_taxons_permalink UNIQUE (permalink),
    CONSTRAINT fk_taxons_taxonomy_id FOREIGN KEY(taxonomy_id) REFERENCES taxonomies (id),
    CONSTRAINT fk_taxons_parent_id FOREIGN KEY(parent_id) REFERENCES taxons (id)
);

CREATE INDEX ix_taxons_parent_id ON taxons (parent_id);

CREATE INDEX ix_taxons_taxonomy_id ON taxons (taxonomy_id);

CREATE TABLE zone_countries (
    zone_id BIGINT NOT NULL,
    country_id BIGINT NOT NULL,
    CONSTRAINT pk_zone_countries PRIMARY KEY (zone_id, country_id),
    CONSTRAINT fk_zone_countries_zone_id FOREIGN KEY(zone_id) REFERENCES zones (id),
    CONSTRAINT fk_zone_countries_country_id FOREIGN KEY(country_id) REFERENCES countries (id)
);

CREATE TABLE addresses (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    firstname TEXT NOT NULL,
    lastname TEXT NOT NULL,
    address1 TEXT NOT NULL,
    address2 TEXT,
    city TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    phone TEXT,
    company TEXT,
    alternative_phone TEXT,
    country_id BIGINT NOT NULL,
    state_id BIGINT,
    state_name TEXT,
    CONSTRAINT pk_addresses PRIMARY KEY (order_id, id),
    CONSTRAINT ck_addresses_kind_known CHECK (kind IN ('bill', 'ship')),
    CONSTRAINT fk_addresses_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_addresses_country_id FOREIGN KEY(country_id) REFERENCES countries (id),
    CONSTRAINT fk_addresses_state_id FOREIGN KEY(state_id) REFERENCES states (id)
)
 WITHOUT ROWID;

CREATE TABLE events (
    order_id BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    id BIGINT NOT NULL,
    type TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    data TEXT NOT NULL,
    state_before TEXT,
    state_after TEXT,
    hash BLOB NOT NULL,
    CONSTRAINT pk_events PRIMARY KEY (order_id, sequence),
    CONSTRAINT fk_events_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT ck_events_sequence_positive CHECK (sequence > 0)
)
 WITHOUT ROWID;

CREATE INDEX ix_events_first ON events (at) WHERE sequence = 1;

CREATE INDEX ix_events_id ON events (id);

CREATE INDEX ix_events_rare ON events (type, id) WHERE type NOT IN ('address.changed', 'order.advanced', 'order.changed', 'order.completed', 'order.created', 'order.items_changed', 'order.placing', 'order.repriced', 'payment.added', 'payment.authorized', 'payment.captured', 'payment.requested', 'shipment.changed', 'shipment.packed', 'shipment.ready');

CREATE TABLE order_coupons (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    promotion_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT pk_order_coupons PRIMARY KEY (order_id, id),
    CONSTRAINT fk_order_coupons_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_order_coupons_promotion_id FOREIGN KEY(promotion_id) REFERENCES promotions (id)
)
 WITHOUT ROWID;

CREATE TABLE payments (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    payment_method_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    covers_rest BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    captured BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    card_brand TEXT,
    card_last_digits TEXT,
    card_month BIGINT,
    card_year BIGINT,
    card_name TEXT,
    card_token TEXT,
    save_card BOOLEAN NOT NULL,
    gift_card_id BIGINT,
    response_code TEXT,
    avs_response TEXT,
    decline TEXT,
    decline_message TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_payments PRIMARY KEY (order_id, id),
    CONSTRAINT ck_payments_amount_not_negative CHECK (amount >= 0 AND captured >= 0 AND refunded >= 0),
    CONSTRAINT ck_payments_state_known CHECK (state IN ('checkout', 'processing', 'pending', 'completed', 'failed', 'void', 'invalid')),
    CONSTRAINT ck_payments_refunds_at_most_what_was_captured CHECK (refunded <= captured),
    CONSTRAINT ck_payments_card_last_digits_are_few CHECK (length(card_last_digits) <= 4),
    CONSTRAINT fk_payments_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_payments_payment_method_id FOREIGN KEY(payment_method_id) REFERENCES payment_methods (id)
)
 WITHOUT ROWID;

CREATE TABLE product_option_types (
    product_id BIGINT NOT NULL,
    option_type_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_product_option_types PRIMARY KEY (product_id, option_type_id),
    CONSTRAINT fk_product_option_types_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_product_option_types_option_type_id FOREIGN KEY(option_type_id) REFERENCES option_types (id)
);

CREATE TABLE product_properties (
    id INTEGER NOT NULL,
    product_id BIGINT NOT NULL,
    property_id BIGINT NOT NULL,
    value TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_product_properties PRIMARY KEY (id),
    CONSTRAINT fk_product_properties_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_product_properties_property_id FOREIGN KEY(property_id) REFERENCES properties (id)
);

CREATE INDEX ix_product_properties_product_id ON product_properties (product_id);

CREATE TABLE product_taxons (
    product_id BIGINT NOT NULL,
    taxon_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_product_taxons PRIMARY KEY (product_id, taxon_id),
    CONSTRAINT fk_product_taxons_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_product_taxons_taxon_id FOREIGN KEY(taxon_id) REFERENCES taxons (id)
);

CREATE INDEX ix_product_taxons_taxon_id ON product_taxons (taxon_id);

CREATE TABLE stock_locations (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    address1 TEXT,
    address2 TEXT,
    city TEXT,
    zipcode TEXT,
    phone TEXT,
    country_id BIGINT,
    state_id BIGINT,
    state_name TEXT,
    backorderable_default BOOLEAN DEFAULT 0 NOT NULL,
    propagate_all_variants BOOLEAN DEFAULT 1 NOT NULL,
    CONSTRAINT pk_stock_locations PRIMARY KEY (id),
    CONSTRAINT fk_stock_locations_country_id FOREIGN KEY(country_id) REFERENCES countries (id),
    CONSTRAINT fk_stock_locations_state_id FOREIGN KEY(state_id) REFERENCES states (id)
);

CREATE TABLE store_credit_events (
    id INTEGER NOT NULL,
    store_credit_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_store_credit_events PRIMARY KEY (id),
    CONSTRAINT ck_store_credit_events_moves_something CHECK (amount <> 0),
    CONSTRAINT fk_store_credit_events_store_credit_id FOREIGN KEY(store_credit_id) REFERENCES store_credits (id)
);

CREATE INDEX ix_store_credit_events_order_id ON store_credit_events (order_id);

CREATE INDEX ix_store_credit_events_store_credit_id ON store_credit_events (store_credit_id);

CREATE TABLE user_addresses (
    id INTEGER NOT NULL,
    user_id BIGINT NOT NULL,
    firstname TEXT NOT NULL,
    lastname TEXT NOT NULL,
    address1 TEXT NOT NULL,
    address2 TEXT,
    city TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    phone TEXT,
    company TEXT,
    alternative_phone TEXT,
    country_id BIGINT NOT NULL,
    state_id BIGINT,
    state_name TEXT,
    default_bill BOOLEAN NOT NULL,
    default_ship BOOLEAN NOT NULL,
    CONSTRAINT pk_user_addresses PRIMARY KEY (id),
    CONSTRAINT fk_user_addresses_user_id FOREIGN KEY(user_id) REFERENCES users (id),
    CONSTRAINT fk_user_addresses_country_id FOREIGN KEY(country_id) REFERENCES countries (id),
    CONSTRAINT fk_user_addresses_state_id FOREIGN KEY(state_id) REFERENCES states (id)
);

CREATE INDEX ix_user_addresses_user_id ON user_addresses (user_id);

CREATE TABLE variants (
    id INTEGER NOT NULL,
    product_id BIGINT NOT NULL,
    sku TEXT NOT NULL,
    is_master BOOLEAN NOT NULL,
    track_inventory BOOLEAN NOT NULL,
    weight BIGINT NOT NULL,
    height BIGINT,
    width BIGINT,
    depth BIGINT,
    tax_category_id BIGINT,
    cost_price BIGINT,
    position BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    CONSTRAINT pk_variants PRIMARY KEY (id),
    CONSTRAINT fk_variants_product_id FOREIGN KEY(product_id) REFERENCES products (id),
    CONSTRAINT fk_variants_tax_category_id FOREIGN KEY(tax_category_id) REFERENCES tax_categories (id)
);

CREATE INDEX ix_variants_product_id ON variants (product_id);

CREATE INDEX ix_variants_sku ON variants (sku);

CREATE TABLE zone_states (
    zone_id BIGINT NOT NULL,
    state_id BIGINT NOT NULL,
    CONSTRAINT pk_zone_states PRIMARY KEY (zone_id, state_id),
    CONSTRAINT fk_zone_states_zone_id FOREIGN KEY(zone_id) REFERENCES zones (id),
    CONSTRAINT fk_zone_states_state_id FOREIGN KEY(state_id) REFERENCES states (id)
);

CREATE TABLE images (
    id INTEGER NOT NULL,
    variant_id BIGINT NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    position BIGINT NOT NULL,
    kept_as TEXT,
    sizes_url TEXT,
    content_type TEXT,
    file_name TEXT,
    width BIGINT,
    height BIGINT,
    updated_at TEXT,
    CONSTRAINT pk_images PRIMARY KEY (id),
    CONSTRAINT fk_images_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id)
);

CREATE INDEX ix_images_variant_id ON images (variant_id);

CREATE TABLE line_items (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    price_fixed BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_line_items PRIMARY KEY (order_id, id),
    CONSTRAINT ck_line_items_quantity_positive CHECK (quantity > 0),
    CONSTRAINT ck_line_items_price_not_negative CHECK (price >= 0),
    CONSTRAINT fk_line_items_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_line_items_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id)
)
 WITHOUT ROWID;

CREATE TABLE payment_attempts (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    "key" TEXT NOT NULL,
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    started_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    CONSTRAINT pk_payment_attempts PRIMARY KEY (order_id, id),
    CONSTRAINT fk_payment_attempts_order_id_payment_id FOREIGN KEY(order_id, payment_id) REFERENCES payments (order_id, id),
    CONSTRAINT ck_payment_attempts_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT ck_payment_attempts_kind_known CHECK (kind IN ('authorize', 'purchase', 'capture', 'void', 'credit')),
    CONSTRAINT ck_payment_attempts_state_known CHECK (state IN ('open', 'approved', 'declined', 'given_up')),
    CONSTRAINT fk_payment_attempts_order_id FOREIGN KEY(order_id) REFERENCES orders (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_payment_attempts_due ON payment_attempts (due_at) WHERE state = 'open';

CREATE UNIQUE INDEX uq_payment_attempts_open ON payment_attempts (order_id, payment_id) WHERE state = 'open';

CREATE TABLE prices (
    variant_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_prices PRIMARY KEY (variant_id, currency),
    CONSTRAINT ck_prices_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT fk_prices_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id)
);

CREATE TABLE return_authorizations (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    state TEXT NOT NULL,
    stock_location_id BIGINT NOT NULL,
    reason_id BIGINT,
    reason TEXT,
    memo TEXT,
    restocking_fee_rate BIGINT NOT NULL,
    restocking_fee BIGINT NOT NULL,
    shipping_refund BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_return_authorizations PRIMARY KEY (order_id, id),
    CONSTRAINT ck_return_authorizations_state_known CHECK (state IN ('authorized', 'received', 'canceled')),
    CONSTRAINT ck_return_authorizations_restocking_fee_rate_not_negative CHECK (restocking_fee_rate >= 0 AND restocking_fee >= 0 AND shipping_refund >= 0),
    CONSTRAINT fk_return_authorizations_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_return_authorizations_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id)
)
 WITHOUT ROWID;

CREATE TABLE shipments (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    stock_location_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    tracking TEXT,
    cost BIGINT NOT NULL,
    shipped_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_shipments PRIMARY KEY (order_id, id),
    CONSTRAINT ck_shipments_cost_not_negative CHECK (cost >= 0),
    CONSTRAINT ck_shipments_state_known CHECK (state IN ('pending', 'ready', 'shipped', 'backorder', 'canceled')),
    CONSTRAINT fk_shipments_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_shipments_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id)
)
 WITHOUT ROWID;

CREATE TABLE stock_holds (
    variant_id BIGINT NOT NULL,
    stock_location_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT pk_stock_holds PRIMARY KEY (variant_id, stock_location_id, order_id),
    CONSTRAINT ck_stock_holds_quantity_positive CHECK (quantity > 0),
    CONSTRAINT fk_stock_holds_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id),
    CONSTRAINT fk_stock_holds_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_stock_holds_expires_at ON stock_holds (expires_at);

CREATE INDEX ix_stock_holds_order_id ON stock_holds (order_id);

CREATE TABLE stock_items (
    variant_id BIGINT NOT NULL,
    stock_location_id BIGINT NOT NULL,
    count_on_hand BIGINT NOT NULL,
    held BIGINT NOT NULL,
    backordered BIGINT DEFAULT '0' NOT NULL,
    backorderable BOOLEAN NOT NULL,
    CONSTRAINT pk_stock_items PRIMARY KEY (variant_id, stock_location_id),
    CONSTRAINT ck_stock_items_sold_only_what_is_there CHECK (count_on_hand >= 0 OR backorderable),
    CONSTRAINT ck_stock_items_held_not_negative CHECK (held >= 0),
    CONSTRAINT ck_stock_items_backordered_not_negative CHECK (backordered >= 0),
    CONSTRAINT fk_stock_items_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id),
    CONSTRAINT fk_stock_items_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_stock_items_awaited ON stock_items (variant_id, stock_location_id) WHERE backordered > 0;

CREATE TABLE stock_movements (
    variant_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    stock_location_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    order_id BIGINT,
    at TEXT NOT NULL,
    CONSTRAINT pk_stock_movements PRIMARY KEY (variant_id, id),
    CONSTRAINT ck_stock_movements_moves_something CHECK (quantity <> 0),
    CONSTRAINT fk_stock_movements_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id),
    CONSTRAINT fk_stock_movements_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_stock_movements_order_id ON stock_movements (order_id);

CREATE TABLE variant_option_values (
    variant_id BIGINT NOT NULL,
    option_value_id BIGINT NOT NULL,
    CONSTRAINT pk_variant_option_values PRIMARY KEY (variant_id, option_value_id),
    CONSTRAINT fk_variant_option_values_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id),
    CONSTRAINT fk_variant_option_values_option_value_id FOREIGN KEY(option_value_id) REFERENCES option_values (id)
);

CREATE TABLE adjustments (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    line_item_id BIGINT,
    shipment_id BIGINT,
    source TEXT NOT NULL,
    source_id BIGINT,
    promotion_id BIGINT,
    label TEXT NOT NULL,
    amount BIGINT NOT NULL,
    included BOOLEAN NOT NULL,
    eligible BOOLEAN NOT NULL,
    mandatory BOOLEAN NOT NULL,
    locked BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_adjustments PRIMARY KEY (order_id, id),
    CONSTRAINT fk_adjustments_order_id_line_item_id FOREIGN KEY(order_id, line_item_id) REFERENCES line_items (order_id, id),
    CONSTRAINT fk_adjustments_order_id_shipment_id FOREIGN KEY(order_id, shipment_id) REFERENCES shipments (order_id, id),
    CONSTRAINT ck_adjustments_hangs_on_one_thing CHECK (line_item_id IS NULL OR shipment_id IS NULL),
    CONSTRAINT ck_adjustments_source_known CHECK (source IN ('tax_rate', 'promotion', 'manual', 'return')),
    CONSTRAINT fk_adjustments_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_adjustments_promotion_id FOREIGN KEY(promotion_id) REFERENCES promotions (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_adjustments_order_id_line_item_id ON adjustments (order_id, line_item_id);

CREATE TABLE return_items (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    return_authorization_id BIGINT NOT NULL,
    line_item_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    restock BOOLEAN NOT NULL,
    stock_location_id BIGINT,
    exchange_variant_id BIGINT,
    amount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    received_at TEXT,
    CONSTRAINT pk_return_items PRIMARY KEY (order_id, id),
    CONSTRAINT fk_return_items_order_id_return_authorization_id FOREIGN KEY(order_id, return_authorization_id) REFERENCES return_authorizations (order_id, id),
    CONSTRAINT fk_return_items_order_id_line_item_id FOREIGN KEY(order_id, line_item_id) REFERENCES line_items (order_id, id),
    CONSTRAINT ck_return_items_quantity_positive CHECK (quantity > 0),
    CONSTRAINT ck_return_items_amount_not_negative CHECK (amount >= 0 AND tax >= 0),
    CONSTRAINT fk_return_items_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_return_items_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id),
    CONSTRAINT fk_return_items_stock_location_id FOREIGN KEY(stock_location_id) REFERENCES stock_locations (id),
    CONSTRAINT fk_return_items_exchange_variant_id FOREIGN KEY(exchange_variant_id) REFERENCES variants (id)
)
 WITHOUT ROWID;

CREATE TABLE shipment_items (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    shipment_id BIGINT NOT NULL,
    line_item_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_shipment_items PRIMARY KEY (order_id, id),
    CONSTRAINT fk_shipment_items_order_id_shipment_id FOREIGN KEY(order_id, shipment_id) REFERENCES shipments (order_id, id),
    CONSTRAINT fk_shipment_items_order_id_line_item_id FOREIGN KEY(order_id, line_item_id) REFERENCES line_items (order_id, id),
    CONSTRAINT ck_shipment_items_quantity_positive CHECK (quantity > 0),
    CONSTRAINT ck_shipment_items_state_known CHECK (state IN ('on_hand', 'backordered', 'shipped', 'returned')),
    CONSTRAINT fk_shipment_items_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_shipment_items_variant_id FOREIGN KEY(variant_id) REFERENCES variants (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_shipment_items_awaited ON shipment_items (variant_id, order_id) WHERE state = 'backordered';

CREATE TABLE shipping_rates (
    order_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    shipment_id BIGINT NOT NULL,
    shipping_method_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    cost BIGINT NOT NULL,
    selected BOOLEAN NOT NULL,
    CONSTRAINT pk_shipping_rates PRIMARY KEY (order_id, id),
    CONSTRAINT fk_shipping_rates_order_id_shipment_id FOREIGN KEY(order_id, shipment_id) REFERENCES shipments (order_id, id),
    CONSTRAINT ck_shipping_rates_cost_not_negative CHECK (cost >= 0),
    CONSTRAINT fk_shipping_rates_order_id FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_shipping_rates_shipping_method_id FOREIGN KEY(shipping_method_id) REFERENCES shipping_methods (id)
)
 WITHOUT ROWID;
