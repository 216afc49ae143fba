// Generated from openapi.json by `npm run generate`; never edited by hand.
export interface paths {
    "/api/v1/alarm-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The groups among the open alarms within the account's scope. */
        get: operations["list_alarm_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarm-groups/{id}/act": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a command to the next alarms of a group, each by itself: each gets its own event, and what is refused for one
         *     is done for the others. A repeat with the same key does nothing twice.
         */
        post: operations["act_on_alarm_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The alarms within the account's scope. Sorted and cut here, not in the database: due times are derived from
         *     the law at reading time and stored nowhere.
         */
        get: operations["list_alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alarm with its evidence and steps. */
        get: operations["get_alarm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the alarm on. */
        post: operations["accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the alarm to a branch bureau, or to another one. */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes the alarm. */
        post: operations["close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the alarm up, for supervised handling. */
        post: operations["escalate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The enterprise explains. */
        post: operations["explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/hand-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands the matter on. */
        post: operations["hand_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has the alarm handled with another one of the same enterprise, whose steps are then its own. */
        post: operations["merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the alarm back to the duty room. */
        post: operations["give_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/separate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Handles the alarm by itself again. */
        post: operations["separate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the alarm aside until a time. Its terms run on. */
        post: operations["snooze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what was found. */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alarms/{id}/wake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an alarm up that was put aside. */
        post: operations["wake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/case-deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is due in the open cases, the earliest day first. */
        get: operations["list_case_deadlines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cases, the one opened last first, a page at once. */
        get: operations["list_cases"];
        put?: never;
        /** Opens a case: from an alarm that was verified as a violation, or by hand with a reason. */
        post: operations["open_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case. */
        get: operations["get_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does something in a case. */
        post: operations["act_in_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The decision of a case, with its whole reasoning. */
        get: operations["get_case_decision_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/law": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the law offers for a case. */
        get: operations["get_case_law"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which rung the facts propose; nothing is done. */
        post: operations["propose_case_tier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/reckoning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a fine would be, step by step; nothing is done. */
        post: operations["reckon_case_fine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All credentials that were ever given. */
        get: operations["list_credentials"];
        put?: never;
        /** Gives a meter or a push client its secret. */
        post: operations["issue_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{holder}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the secret of a meter or push client away. */
        post: operations["revoke_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{holder}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replaces the secret of a meter or push client; the former one holds no longer. */
        post: operations["rotate_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/declared-stops/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that a stop ends earlier. */
        post: operations["end_declared_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/declared-stops/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a stop back: it does not count. */
        post: operations["withdraw_declared_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request to a device. */
        get: operations["device_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-requests/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a request up. What was sent, the logger may still do. */
        post: operations["cancel_device_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every draw that the account may see. */
        get: operations["list_draws"];
        put?: never;
        /** Opens the first attempt for an occasion, or another after a void one. */
        post: operations["open_draw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One draw. */
        get: operations["get_draw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/abandon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the attempt up before anything is frozen. */
        post: operations["abandon_draw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the libraries give for the visits of a draw: pools of objects, officers with why they cannot go, recusals, and
         *     who has gone with whom this year.
         */
        get: operations["get_draw_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/commit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes the plan: from now on only its hash is known, and nothing in it can be changed. */
        post: operations["commit_draw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens the inspection of everybody who was drawn, once: off site first for those on the positive list in a category that
         *     spares visits, by a visit for the others.
         */
        post: operations["open_draw_inspections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publishes the record: plan, chance and outcome of the last attempt and of every void one before it. */
        post: operations["publish_draw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record as it stands, published or not. Who read it is noted. */
        get: operations["get_draw_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reveals the secret of the party that the account speaks for. The last one draws. */
        post: operations["reveal_draw_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/round": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the beacon's round, which is checked by its signature, and draws. */
        post: operations["take_draw_round"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Commits the party that the account speaks for to its secret, by the secret's hash. */
        post: operations["give_draw_share"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/draws/{id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Declares that a frozen attempt does not count. */
        post: operations["void_draw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enforcers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Officers who may inspect, with how their certificates stand today. */
        get: operations["list_enforcers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enforcers/{id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says when an officer cannot go, and where; what was said before is replaced. */
        post: operations["change_enforcer_availability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enterprises": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The enterprises within the account's scope, worst status first. */
        get: operations["list_enterprises"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enterprises/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about one enterprise. */
        get: operations["get_enterprise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enterprises/{code}/production-orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The orders that bind an enterprise. */
        get: operations["list_production_orders"];
        put?: never;
        /** Orders an enterprise to limit or stop production. */
        post: operations["issue_production_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a file; a command names it by its hash. */
        post: operations["upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file, by a signed address from an answer that the account was allowed to see. */
        get: operations["download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All imports, the latest first. */
        get: operations["list_imports"];
        put?: never;
        /** Confirms an import: it begins, and goes on by itself. */
        post: operations["begin_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a file of readings and says what it is. */
        post: operations["upload_sheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes what a sheet means. */
        post: operations["propose_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything that an import would refuse, as CSV. */
        post: operations["list_import_refusals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/rehearsal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what an import would do: what would be stored, what is there already, what would be refused and why. */
        post: operations["rehearse_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import, and how far it is. */
        get: operations["one_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a running import to stop; what is stored stays until it is undone. */
        post: operations["stop_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back what an import stored. */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be inspected, and on what basis. */
        get: operations["list_inspection_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Objects that may be inspected, with the facts that pools and weights need. */
        get: operations["list_inspection_objects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-objects/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One object, with its former names, what was said of who it is, and others of the same name. */
        get: operations["get_inspection_object"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-objects/{code}/changes/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a change of who is who back. */
        post: operations["undo_inspection_object_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-objects/{code}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that another object is the same enterprise: it is an object no more, and both histories are told of this one. */
        post: operations["merge_inspection_objects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-objects/{code}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that an enterprise has another name; the former one stays visible and is found. */
        post: operations["rename_inspection_object"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every plan, with what was drawn under each. */
        get: operations["list_inspection_plans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-plans/{year}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves the draft of somebody else: from now on it holds. */
        post: operations["approve_inspection_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-plans/{year}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drafts the plan of a year, or drafts it anew; what holds holds until the draft is approved. */
        post: operations["draft_inspection_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-plans/{year}/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the libraries and the rules give for the plan of a year. */
        get: operations["get_inspection_plan_proposal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspection-plans/{year}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the draft of somebody else back, with the reason. */
        post: operations["return_inspection_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inspections within the account's scope: those to be done first, then the one to which something happened last. */
        get: operations["list_inspections"];
        put?: never;
        /** Has somebody inspected without a draw, for a cause: to be on the positive list is not to be immune. */
        post: operations["assign_inspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Listed, drawn, done off site, visited, avoided; findings by way; by district and trade. Within the account's scope. */
        get: operations["get_inspection_numbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One inspection. */
        get: operations["get_inspection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks, answers, concludes, escalates, records a visit, gives up: whatever `act` says. */
        post: operations["act_on_inspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The dossier with what came of it, as a document. */
        get: operations["get_inspection_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/{id}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gathers the dossier of a period, and keeps it with what the machine proposes. */
        post: operations["gather_inspection_dossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The answer of a query as a sheet, up to the row limit of the server. */
        post: operations["export_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/queries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers a query. A closed connection cancels it. */
        post: operations["run_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/queries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a query is. */
        get: operations["query_progress"];
        put?: never;
        post?: never;
        /** Ends a running query. */
        delete: operations["cancel_query"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/saved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reader's own queries and those that colleagues share. */
        get: operations["list_saved_queries"];
        put?: never;
        /** Keeps a query; gives its id. */
        post: operations["save_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/saved/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Renames, rewrites or shares an own query; brings back one that was deleted. */
        put: operations["change_saved_query"];
        post?: never;
        /** Deletes an own query. Writing it anew under its id brings it back. */
        delete: operations["delete_saved_query"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lab/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tables with their columns, and the limits of a query. */
        get: operations["lab_tables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The head with its signed checkpoint. */
        get: operations["ledger_head"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That the smaller ledger is the beginning of the larger. */
        get: operations["consistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events in the order of the ledger; the newest page where no start is given. */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/events/{sequence}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That an event stands in the ledger as it is now. */
        get: operations["proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/seals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which days and months of telemetry are sealed. */
        get: operations["seals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks every event, every checkpoint and every signature, from the files alone. */
        post: operations["verify_ledger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All imports into the libraries, the last one first. */
        get: operations["list_library_imports"];
        put?: never;
        /** Imports a file: every row that can be used, at once. */
        post: operations["import_library"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a file and says what an import would do, without doing it. The file is not kept. */
        post: operations["preview_library_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a whole import back: what it said stands no longer, and what stood before stands again. */
        post: operations["undo_library_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Registered loggers and meters with their accounts: received = stored + refused. */
        get: operations["list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The loggers that the register does not know. */
        get: operations["waiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/waiting/{mn}/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a waiting logger its place in the register; its kept frames are read again into that place. */
        post: operations["adopt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/{mn}/first-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a logger what a host tells one that connects for the first time: time, time-outs, intervals, start
         *     (HJ 212-2017, 6.7). Each is a request of its own, in this order.
         */
        post: operations["first_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/{mn}/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the key by which a logger encrypts (SM4). It is shown never again. */
        put: operations["set_logger_key"];
        post?: never;
        /** Takes all keys of a logger away: what it encrypts cannot be read any more. */
        delete: operations["remove_logger_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/{mn}/key/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new key for a logger and tells it with the answers to its frames (1014). Both are good until the
         *     logger uses the new one.
         */
        post: operations["rotate_logger_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/{mn}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says in what a logger deviates from the standard: from then on its frames are read so too. */
        post: operations["set_logger_profile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/loggers/{mn}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a logger was asked, and what it can be asked. */
        get: operations["list_device_requests"];
        put?: never;
        /** Asks a logger for something. The answer is the request as it stands; what comes of it, the stream tells. */
        post: operations["ask_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is where and how it stands, within the account's scope. */
        get: operations["map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/marking-days/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A day over the outlets within the account's scope, those with most hours over their limits first. */
        get: operations["list_marking_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/markings/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts a marking, for the bureau. */
        post: operations["accept_marking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/markings/{id}/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a marking say something else. */
        post: operations["change_marking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/markings/{id}/contest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Contests a marking, for the bureau: it does nothing any more. */
        post: operations["contest_marking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/markings/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a marking back. */
        post: operations["withdraw_marking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of a power meter. */
        get: operations["meter_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/meters/{id}/series/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of a power meter, summarised in steps of time. */
        get: operations["meter_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/officers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The officers who may be assigned; reading them is recorded, since they are people. */
        get: operations["officers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about one outlet. */
        get: operations["outlet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/declared-stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The declared stops of an outlet. */
        get: operations["list_declared_stops"];
        put?: never;
        /** Declares a stop: an enterprise beforehand, the bureau at any time. */
        post: operations["declare_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is missing of an outlet's minute, hour and day data, in pieces that its logger can be asked for. */
        get: operations["outlet_gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/marking-days/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about the marking of a day of an outlet. */
        get: operations["get_marking_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/marking-days/{day}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that there is nothing more to mark on a day. */
        post: operations["confirm_marking_day"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/markings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks hours of an outlet. */
        post: operations["mark_data"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of all factors of an outlet. */
        get: operations["outlet_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of one factor of an outlet. */
        get: operations["outlet_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outlets/{id}/series/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of one factor of an outlet, summarised in steps of time. */
        get: operations["outlet_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who is, was or is to be on the list, within the account's scope; to whom something happened last first. */
        get: operations["list_positive_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list/badges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on the list today, for the marks on other pages. */
        get: operations["list_positive_list_badges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list/look-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks again at everybody who is on the list, and proposes to remove those of whom a condition is broken. The machine does
         *     so by itself too.
         */
        post: operations["look_again_at_positive_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an enterprise stands, with everything that happened. */
        get: operations["get_positive_list_standing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list/{code}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes, reviews, objects, enters, renews, removes: whatever `act` says. */
        post: operations["act_on_positive_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positive-list/{code}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the machine finds now for a category, without anything happening. */
        get: operations["check_for_positive_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/production-orders/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts an order from now on. */
        post: operations["lift_production_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/draws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every draw whose plan is frozen, with its commitment: who keeps that can check the record when it is published. */
        get: operations["list_public_draws"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/draws/{id}/record": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of a draw, once it is published. */
        get: operations["get_public_draw_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/draws/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The results of the inspections of a draw, once its record is published: each as soon as it is done, without what is
         *     left out, and with what that is and why.
         */
        get: operations["get_public_draw_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/positive-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is shown to the public before being entered, and who is on the list. */
        get: operations["get_public_positive_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes readings: a JSON array (or `{"readings": [...]}`) or CSV with the same names in its first line: `source`,
         *     `factor`, `time`, `value`, and where wanted `granularity`, `min`, `max`, `unit`, `mark`. At most 5,000 readings
         *     and 1 MiB. The answer comes when they are durable; the same readings again are duplicates.
         */
        post: operations["push_readings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What presses for whoever asks: of alarms that wait for them, those whose term runs out soon or is over; of cases, deadlines
         *     that are over or will be before the next working day is. Derived at each asking, stored nowhere.
         */
        get: operations["list_reminders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every kind of finding with what it is judged by, and all its rules. */
        get: operations["list_rules"];
        put?: never;
        /** Proposes a rule: it runs in shadow, counted and not sent. */
        post: operations["propose_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/precision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the alarms of each kind that were raised in a number of months. */
        get: operations["rule_precision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule, with what it would have raised while it was in shadow. */
        get: operations["get_rule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a rule judge that somebody else proposed and that was in shadow. */
        post: operations["activate_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the last replay of a rule is, and what came of it. */
        get: operations["get_replay"];
        put?: never;
        /** Judges a past period again, by the rules in force without this one and with it. One runs at a time. */
        post: operations["replay_rule"];
        /** Breaks off the replay of a rule. */
        delete: operations["stop_replay"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a rule back: it judges no more, or never will. */
        post: operations["retire_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the server says of itself; needs no sign-in. */
        get: operations["server"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["who"];
        put?: never;
        /** Signs in. Failures are counted by login and by address. */
        post: operations["sign_in"];
        /** Signs out. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything about one station. */
        get: operations["station"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{id}/aqi": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The air quality index of a station's newest hour. */
        get: operations["station_aqi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of one factor of a station. */
        get: operations["station_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{id}/series/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readings of one factor of a station, summarised in steps of time. */
        get: operations["station_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/air": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Daily air quality index of a station, good-air days and their rate. */
        get: operations["air_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/exceedances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where values exceeded limits, over everything that the viewer may see. */
        get: operations["exceedances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/outlets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The month's or quarter's table of an outlet: daily means, valid hours, totals, limits, rates and gaps. */
        get: operations["outlet_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/transmission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Effective transmission rates within the account's scope. */
        get: operations["transmission_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics/water": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Water classes of the sections whose loggers send surface water. */
        get: operations["water_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live changes within the account's scope. */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tracings within the account's scope, the one opened last first, and how good those were that were scored. */
        get: operations["list_tracings"];
        put?: never;
        /** Opens a tracing: its input is frozen now, and the ranking follows. The tracing of an alarm is opened once. */
        post: operations["open_tracing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One tracing with a version of its ranking. */
        get: operations["get_tracing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/by-wind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the stations measured by direction and speed of the wind of that time. */
        get: operations["get_tracing_by_wind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a ranking again from its frozen input and says whether the same comes out. */
        post: operations["check_tracing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what turned out, which scores the ranking. */
        post: operations["close_tracing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/cruise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to measure next: a cruise over the pieces that tell the leading hypotheses apart best, with its distances. */
        get: operations["get_tracing_cruise"];
        put?: never;
        /** Asks a van to measure: somebody by name, or whoever may work on the tracing. */
        post: operations["ask_tracing_cruise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/cruise/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the van's task on. */
        post: operations["accept_tracing_cruise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/cruise/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the van's task without a track, with the reason. */
        post: operations["end_tracing_cruise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The report of a version: the ranking, its reasons, what was assumed and is missing, and the hash of the frozen data. */
        get: operations["get_tracing_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/input": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The frozen input of a version, byte for byte as it was hashed. */
        get: operations["get_tracing_input"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/plume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plume that a hypothesis would make, over a square around the station and its sources. */
        get: operations["get_tracing_plume"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freezes what is known now and ranks it; former rankings stay. */
        post: operations["renew_tracing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/tracks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a cruise's file, freezes anew with it and ranks; former rankings stay. */
        post: operations["add_tracing_track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracings/{id}/tracks/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would be taken of a cruise's file (CSV, GPX with values in its extensions, GeoJSON), and what not and why. */
        post: operations["preview_tracing_track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 200 where everything works, 503 where something does not; the body says what. Needs no sign-in and tells
         *     nothing of the matter.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures in Prometheus' text form (version 0.0.4). */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Body of `accept`: an empty object. */
        Accept: Record<string, never>;
        /** @description What a waiting logger shall report for. */
        Adoption: {
            /**
             * Format: int32
             * @description How often it should send a real-time frame, s: 1 to 3600.
             */
            realtime_interval_s: number;
            target: components["schemas"]["AdoptionTarget"];
        };
        /** @description Exactly one of the two. */
        AdoptionTarget: {
            outlet: string;
        } | {
            station: string;
        };
        /** @description A day at a station. */
        AirDay: components["schemas"]["AirIndex"] & {
            /** @description As in `2020-08-30`. */
            date: string;
        };
        /** @description An air quality index with everything it was made of. */
        AirIndex: {
            exceeding: string[];
            /**
             * Format: int32
             * @description The index where it is `published`; at least that much otherwise.
             */
            index?: number | null;
            /**
             * Format: int32
             * @description The level's number, where there is an index.
             */
            level?: number | null;
            missing: string[];
            partials: components["schemas"]["AirPartial"][];
            primary: string[];
            /**
             * @description `published`, `provisional` (hours are missing), `not_available` (pollutants are missing, and the rule
             *     gives none then), `unknown` (they are missing, and no rule is known), `no_data` or `no_rule`.
             */
            standing: string;
        };
        /** @description A level of the air quality index. */
        AirLevel: {
            /** @description The official colour, as in `#FF7E00`. */
            colour: string;
            name: string;
            name_en: string;
            /** Format: int32 */
            number: number;
            /**
             * Format: int32
             * @description The greatest index that belongs to it.
             */
            up_to: number;
        };
        /** @description One pollutant's part in an index. */
        AirPartial: {
            /** Format: double */
            concentration: number;
            /**
             * Format: int32
             * @description From how many hours.
             */
            hours: number;
            /**
             * Format: int32
             * @description The partial index; absent where the breakpoints give none.
             */
            index?: number | null;
            /** @description `pm25`, `pm10`, `so2`, `no2`, `co` or `o3`. */
            pollutant: string;
            /** @description Whether hours are missing and no rule is known that says how many may. */
            provisional: boolean;
            unit: string;
        };
        /** @description The days of one station. */
        AirStatistics: {
            days: components["schemas"]["AirDay"][];
            good: components["schemas"]["GoodDays"];
            /** @description Of the version in force on the last day. */
            levels: components["schemas"]["AirLevel"][];
            period: components["schemas"]["PeriodSpan"];
            /** @description The versions in force in the period. */
            rules: components["schemas"]["RuleBasis"][];
            station?: components["schemas"]["StationChoice"] | null;
            /** @description The stations that measure air. */
            stations: components["schemas"]["StationChoice"][];
        };
        /** @description Everything about one alarm. */
        AlarmDetail: components["schemas"]["AlarmSummary"] & {
            /** @description The commands that this account may give now. */
            allowed: string[];
            /** @description The case that was opened for it; for offices. */
            case_file?: string | null;
            charts: components["schemas"]["ChartHint"][];
            /** @description With which alarms it could be handled; for those who may merge it. */
            could_lead: components["schemas"]["AlarmReference"][];
            /** @description The detector and its version. */
            detector: string;
            /** @description Why it says that the anomaly is over; empty while it holds. */
            ending_facts: components["schemas"]["Fact"][];
            /** @description Why the detector fired. */
            facts: components["schemas"]["Fact"][];
            files: components["schemas"]["FileLink"][];
            /** @description The alarms that are handled with it, or ended with it. */
            led: components["schemas"]["AlarmReference"][];
            limits: components["schemas"]["Limit"][];
            markings?: components["schemas"]["AlarmMarkings"] | null;
            /** @description Whether this account may open a case for it now. */
            may_open_case: boolean;
            /** @description Whether this account may have it traced. */
            may_trace: boolean;
            merge?: components["schemas"]["Merge"] | null;
            /** @description What could be merged with it, or it with; for those who may. */
            proposals: components["schemas"]["MergeProposal"][];
            snooze?: components["schemas"]["Snooze"] | null;
            snooze_limit?: components["schemas"]["SnoozeLimit"] | null;
            steps: components["schemas"]["Step"][];
            /** @description The tracing that was opened from it; for offices. */
            tracing?: string | null;
        };
        /** @description Open alarms that began at once, as after a network cut. */
        AlarmGroup: {
            /** @description To how many of them this account could give a command now. */
            allowed: Record<string, never>;
            /** @description Of how many the anomaly has passed. */
            cleared: number;
            /** @description When the first and the last of them began, by the readings. */
            from: components["schemas"]["Time"];
            id: string;
            illustrative: boolean;
            kind: string;
            /** @description The rule that sees a group in them. */
            rule: string;
            /** @description How much the most pressing of them presses. */
            severity: string;
            snooze_limit?: components["schemas"]["Time"] | null;
            /** @description How many stand at which stage. */
            stages: Record<string, never>;
            to: components["schemas"]["Time"];
            total: number;
            unverified: boolean;
        };
        /** @description An hour of an alarm. */
        AlarmHour: {
            effect?: components["schemas"]["HourEffect"] | null;
            over?: boolean | null;
            start: components["schemas"]["Time"];
            /**
             * Format: double
             * @description The hour mean as it came.
             */
            value?: number | null;
        };
        /** @description What the enterprise's markings say to an exceedance. */
        AlarmMarkings: {
            /** @description `all` hours of the exceedance are excused or invalid, `some` are, or `none`. */
            excuses: string;
            /** @description The hours of the exceedance, the first 336 of them. */
            hours: components["schemas"]["AlarmHour"][];
            /** @description Those that touch the exceedance. */
            markings: components["schemas"]["Marking"][];
        };
        /** @description Data of an `alarm` event. */
        AlarmMoved: {
            /** @description What happened, as in `alarm.accepted`. */
            event: string;
            id: string;
            kind: string;
            severity: string;
            stage: string;
            /** Format: int64 */
            version: number;
        };
        /** @description A page of alarms. */
        AlarmPage: {
            items: components["schemas"]["AlarmSummary"][];
            next_cursor?: string | null;
            /** @description How many there are in all pages. */
            total: number;
        };
        /** @description Another alarm, in a line. */
        AlarmReference: {
            began: components["schemas"]["Time"];
            cleared: boolean;
            factor?: components["schemas"]["Named"] | null;
            id: string;
            kind: string;
            severity: string;
            stage: string;
            subject: components["schemas"]["Subject"];
            /**
             * Format: int64
             * @description What a command's `If-Match` must say.
             */
            version: number;
        };
        /** @description One alarm in a list. */
        AlarmSummary: {
            /** @description When the anomaly began, by the readings. */
            began: components["schemas"]["Time"];
            /** @description The branch bureau, by its district's code. */
            branch?: string | null;
            /** @description Whether the anomaly has passed. */
            cleared: boolean;
            district?: components["schemas"]["Named"] | null;
            due?: components["schemas"]["Due"] | null;
            enterprise?: components["schemas"]["Named"] | null;
            escalated: boolean;
            factor?: components["schemas"]["Named"] | null;
            id: string;
            kind: string;
            /**
             * Format: int64
             * @description How many alarms are handled with it, or ended with it.
             */
            leads: number;
            /** @description How much the most pressing alarm presses that is handled with it, where that is more: its terms are those of this. */
            led_severity?: string | null;
            /**
             * @description Of an exceedance in whose time the enterprise marked its data: how much of it the rule on marking does not count,
             *     `all`, `some` or `none`.
             */
            marked?: string | null;
            /** @description The alarm that it is handled with, or ended with. */
            merged_into?: string | null;
            officer?: components["schemas"]["Person"] | null;
            outcome?: string | null;
            place?: components["schemas"]["Place"] | null;
            raised_at: components["schemas"]["Time"];
            /** @description The latest evidence. */
            seen: components["schemas"]["Time"];
            /** @description `notice`, `moderate`, `serious` or `grave`. */
            severity: string;
            snoozed_until?: components["schemas"]["Time"] | null;
            /** @description `assigned`, `accepted`, `returned`, `verified`, `closed` or `handed_on`. */
            stage: string;
            subject: components["schemas"]["Subject"];
            /**
             * Format: int64
             * @description What a command's `If-Match` must say.
             */
            version: number;
        };
        /** @description Asks a van to measure. */
        AskTracingCruise: {
            /** @description An account's id; whoever may, without one. */
            to?: string | null;
            /** @description Where, and what else matters. */
            words: string;
        };
        /** @description Body of `assign`. */
        Assign: {
            /** @description The branch bureau, by its district's code. */
            branch: string;
            note?: string | null;
            /** @description An officer of that branch. */
            officer?: string | null;
        };
        /** @description When an officer cannot go, and where. */
        Availability: {
            conflicts: components["schemas"]["DeclaredConflict"][];
            leave: components["schemas"]["LeaveSpan"][];
        };
        /** @description Which import was begun. */
        BegunImport: {
            id: string;
        };
        /** @description Something that is done in a case. */
        CaseAct: {
            /** @enum {string} */
            act: "file";
            conditions: components["schemas"]["CaseConditionGiven"][];
            late_reason?: string | null;
        } | {
            /** @enum {string} */
            act: "decline";
            reason: string;
        } | {
            /** @enum {string} */
            act: "decide_on_the_spot";
            evidence: number[];
            facts: string;
            number: string;
            penalty: components["schemas"]["CasePenaltyGiven"];
            provisions: string[];
        } | {
            /** @enum {string} */
            act: "record";
            files?: string[];
            kind: string;
            on: string;
            place?: string;
            with?: string[];
            words: string;
        } | {
            /** @enum {string} */
            act: "add_evidence";
            /** @description The recorder's clip of how it was obtained. */
            clip?: string | null;
            file: string;
            kept?: string;
            kind: string;
            obtained_on: string;
            registered?: boolean;
            shows: string;
            title: string;
        } | {
            /** @enum {string} */
            act: "move_evidence";
            /** Format: int32 */
            evidence: number;
            reason: string;
            released?: boolean;
            to: string;
        } | {
            /** @enum {string} */
            act: "check_evidence";
            /** Format: int32 */
            evidence: number;
        } | {
            /** @enum {string} */
            act: "order";
            until?: string | null;
            what: string;
        } | {
            /** @enum {string} */
            act: "recheck";
            corrected: boolean;
            files?: string[];
            on: string;
            /** Format: int32 */
            order: number;
            words: string;
        } | {
            /** @enum {string} */
            act: "set_tier";
            catalogue?: string | null;
            facts?: components["schemas"]["CaseFactGiven"][];
            reason?: string;
            rung: string;
        } | {
            /** @enum {string} */
            act: "suspend";
            ground: string;
            reason: string;
        } | {
            /** @enum {string} */
            act: "resume";
            reason: string;
        } | {
            /** @enum {string} */
            act: "extend";
            /** Format: int32 */
            amount: number;
            reason: string;
            term: string;
        } | {
            /** @enum {string} */
            act: "send";
            evidence: number[];
            report: string;
        } | {
            /** @enum {string} */
            act: "review";
            agrees: boolean;
            words: string;
        } | {
            /** @enum {string} */
            act: "deliberate";
            conclusion: string;
            members: string[];
            minutes?: string | null;
        } | {
            /** @enum {string} */
            act: "notify";
            facts: string;
            penalty: components["schemas"]["CasePenaltyGiven"];
            provisions: string[];
        } | {
            /** @enum {string} */
            act: "state";
            files?: string[];
            kind: string;
            on: string;
            words?: string;
        } | {
            /** @enum {string} */
            act: "convene_hearing";
            on: string;
            place: string;
        } | {
            /** @enum {string} */
            act: "hold_hearing";
            minutes?: string | null;
            on: string;
            words: string;
        } | {
            /** @enum {string} */
            act: "reinvestigate";
            reason: string;
        } | {
            /** @enum {string} */
            act: "decide";
            evidence: number[];
            facts: string;
            late_reason?: string | null;
            no_penalty?: string | null;
            not_established?: string | null;
            number: string;
            penalty?: components["schemas"]["CasePenaltyGiven"] | null;
            provisions: string[];
            reasons: string;
            weighed?: string;
        } | {
            /** @enum {string} */
            act: "serve";
            /** Format: int32 */
            daily?: number | null;
            document: string;
            note?: string;
            on: string;
            /** Format: int32 */
            order?: number | null;
            receipt?: string | null;
            way: string;
        } | {
            /** @enum {string} */
            act: "correct";
            becomes: string;
            reason: string;
            was: string;
        } | {
            /** @enum {string} */
            act: "pay";
            amount: string;
            /** Format: int32 */
            daily?: number | null;
            on: string;
            receipt?: string | null;
        } | {
            /** @enum {string} */
            act: "tell_daily";
            facts: string;
            /** Format: int32 */
            order: number;
        } | {
            /** @enum {string} */
            act: "review_daily";
            /** Format: int32 */
            daily: number;
            words: string;
        } | {
            /** @enum {string} */
            act: "impose_daily";
            /** Format: int32 */
            daily: number;
            hearing_on?: string | null;
            number: string;
            stated?: string;
            weighed?: string;
        } | {
            /** @enum {string} */
            act: "challenge";
            before: string;
            kind: string;
            on: string;
        } | {
            /** @enum {string} */
            act: "end_challenge";
            on: string;
            outcome: string;
            words?: string;
        } | {
            /** @enum {string} */
            act: "enforce";
            files?: string[];
            on: string;
            step: string;
            words: string;
        } | {
            /** @enum {string} */
            act: "take_measure";
            kind: string;
            objects: string;
            on: string;
            reason: string;
            urgent?: boolean;
        } | {
            /** @enum {string} */
            act: "approve_measure";
            /** Format: int32 */
            measure: number;
            reason: string;
        } | {
            /** @enum {string} */
            act: "extend_measure";
            /** Format: int32 */
            amount: number;
            /** Format: int32 */
            measure: number;
            reason: string;
        } | {
            /** @enum {string} */
            act: "lift_measure";
            /** Format: int32 */
            measure: number;
            on: string;
            reason: string;
        } | {
            /** @enum {string} */
            act: "refer";
            kind: string;
            reason: string;
            to: string;
        } | {
            /** @enum {string} */
            act: "hand_over";
            receipt?: string | null;
            /** Format: int32 */
            referral: number;
            words: string;
        } | {
            /** @enum {string} */
            act: "police_answer";
            answer: string;
            on: string;
            /** Format: int32 */
            referral: number;
            words?: string;
        } | {
            /** @enum {string} */
            act: "close";
            because: string;
            words: string;
        } | {
            /** @enum {string} */
            act: "archive";
            volume: string;
        } | {
            /** @enum {string} */
            act: "withdraw";
            reason: string;
        } | {
            /** @enum {string} */
            act: "transfer";
            reason: string;
            to: string;
        } | {
            /** @enum {string} */
            act: "merge";
            into: string;
            reason: string;
        };
        /** @description An entry of a pack that something rests on. */
        CaseBasis: {
            illustrative: boolean;
            pack: string;
            rule: string;
            source: string;
            unverified: boolean;
            version: string;
        };
        /** @description A condition of filing: `evidence`, `punishable`, `jurisdiction` or `limitation`. */
        CaseConditionGiven: {
            ground: string;
            kind: string;
        };
        /** @description A step of custody. */
        CaseCustody: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
            /** @description Whether it was intact when it was looked at. */
            intact?: boolean | null;
            reason?: string | null;
            /** @description To where or whom it was moved; none where it was looked at. */
            to?: string | null;
        };
        /** @description A daily penalty. */
        CaseDaily: {
            basis: components["schemas"]["CaseBasis"];
            /** Format: int32 */
            days: number;
            /** @description Yuan. */
            fine: string;
            first: string;
            last: string;
        };
        /** @description A fine for every day on which the act went on: what the party was told, and what became of it. */
        CaseDailyPenalty: {
            count: components["schemas"]["CaseDaily"];
            /** @description The number of its document; nobody owes it before. */
            document?: string | null;
            facts: string;
            /** @description The rules by which the party may ask for a hearing. */
            hearing: components["schemas"]["CaseBasis"][];
            imposed_at?: components["schemas"]["Time"] | null;
            /** Format: int32 */
            number: number;
            /**
             * Format: int32
             * @description The order that was not followed.
             */
            order: number;
            /** @description The fine of the decision, which counts again for every day, yuan. */
            original: string;
            owed?: components["schemas"]["CaseOwed"] | null;
            reviewed_by?: components["schemas"]["Person"] | null;
            told_at: components["schemas"]["Time"];
        };
        /** @description A deadline with its proof. */
        CaseDeadline: {
            at?: components["schemas"]["Time"] | null;
            /** @description The last day; none where nobody can say. */
            day?: string | null;
            /**
             * Format: int32
             * @description Days from today to the last day; negative once it has passed.
             */
            days_left?: number | null;
            done_on?: string | null;
            /** @description The day from which it runs. */
            from: string;
            /**
             * @description `filing`, `registered`, `decision`, `statement`, `hearing_request`, `delivery`, `publicity`, `report`, `payment`,
             *     `review`, `litigation`, `rectification`, `recheck`, `daily_statement`, `daily_delivery`, `daily_payment`, `seizure`,
             *     `approval`, `limit`, `follow_up`, `detention`, `crime`, `police` or `reconsider`.
             */
            kind: string;
            /** @description Whether it is the party's and not the office's. */
            of_party: boolean;
            sources: components["schemas"]["CaseBasis"][];
            /** @description `running`, `suspended`, `met`, `met_late`, `passed` or `moot`. */
            standing: string;
            /**
             * Format: int32
             * @description The number of the evidence, notice or order that it belongs to.
             */
            subject?: number | null;
            /** @description Why nobody can say when it is due. */
            unknown?: string | null;
            unverified: boolean;
            /** @description Why it is due then, step by step. */
            why: components["schemas"]["CaseStep"][];
        };
        /** @description A decision. */
        CaseDecision: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
            deliberated_by: components["schemas"]["Person"][];
            /** @description The evidence on which it rests, by number. */
            evidence: number[];
            facts: string;
            /** @description The ground of a decision without a penalty. */
            ground?: string | null;
            late?: components["schemas"]["CaseLate"] | null;
            number: string;
            on_the_spot: boolean;
            /** @description `penalty`, `no_penalty` or `not_established`. */
            outcome: string;
            penalty?: components["schemas"]["CasePenalty"] | null;
            provisions: string[];
            reasons: string;
            reviewed_by?: components["schemas"]["Person"] | null;
            stated: string[];
            weighed: string;
        };
        /** @description A factor that is another than the facts of the case say. */
        CaseDeparture: {
            chosen: string;
            factor: string;
            known: string;
            reason: string;
        };
        /** @description One case. */
        CaseDetail: {
            /** @description The act as packs name it. */
            act?: string | null;
            /** @description The alarm from which it came. */
            alarm?: string | null;
            dailies: components["schemas"]["CaseDailyPenalty"][];
            deadlines: components["schemas"]["CaseDeadline"][];
            decision?: components["schemas"]["CaseDecision"] | null;
            /** @description The last day of the act. */
            ended_on?: string | null;
            evidence: components["schemas"]["CaseEvidence"][];
            /** @description The day on which the lead was first checked. */
            found_on: string;
            investigators: components["schemas"]["Person"][];
            /** @description What this account may do now, by the code of the act, in the order in which it is offered. */
            may: string[];
            measures: components["schemas"]["CaseMeasure"][];
            /** @description The cases that go on in this one. */
            merged: string[];
            /** @description The case in which it goes on, where it was merged. */
            merged_into?: string | null;
            notice?: components["schemas"]["CaseNotice"] | null;
            now: components["schemas"]["Time"];
            orders: components["schemas"]["CaseOrder"][];
            owed?: components["schemas"]["CaseOwed"] | null;
            /** @description Why it was opened by hand. */
            reason?: string | null;
            referrals: components["schemas"]["CaseReferral"][];
            summary: components["schemas"]["CaseSummary"];
            suspended_since?: components["schemas"]["Time"] | null;
            tier?: components["schemas"]["CaseTier"] | null;
            /** @description Everything that happened, the latest last. */
            timeline: components["schemas"]["CaseEntry"][];
            /**
             * Format: int64
             * @description The version that commands are made for.
             */
            version: number;
        };
        /** @description A deadline and its case. */
        CaseDue: {
            case: string;
            deadline: components["schemas"]["CaseDeadline"];
            party: components["schemas"]["Named"];
            stage: string;
        };
        /** @description What is due in all open cases. */
        CaseDueList: {
            /** @description The earliest day first; what nobody can say stands at the end. */
            due: components["schemas"]["CaseDue"][];
            now: components["schemas"]["Time"];
        };
        /** @description Something that happened. */
        CaseEntry: {
            at: components["schemas"]["Time"];
            by?: components["schemas"]["Person"] | null;
            files: components["schemas"]["FileLink"][];
            /** @description What, as in `case.filed`. */
            kind: string;
            /** @description The particulars, each under the code of its field. */
            lines: components["schemas"]["CaseLine"][];
        };
        /** @description A piece of evidence. */
        CaseEvidence: {
            added_at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
            clip?: components["schemas"]["FileLink"] | null;
            custody: components["schemas"]["CaseCustody"][];
            file?: components["schemas"]["FileLink"] | null;
            found_altered: boolean;
            /** @description SHA-256 of the file, as it was entered. */
            hash: string;
            /** @description Whether the file still has its hash, looked at just now. What was found altered once is no basis any more. */
            intact: boolean;
            kept: string;
            kind: string;
            /** Format: int32 */
            number: number;
            obtained_on: string;
            shows: string;
            title: string;
        };
        /** @description A fact that rules ask for. */
        CaseFactAsked: {
            /** @description Whether it is a figure; else yes or no. */
            figure: boolean;
            key: string;
            /** @description What the register or the case says. */
            known?: string | null;
            name: string;
            name_en: string;
        };
        /** @description A fact that somebody states. */
        CaseFactGiven: {
            fact: string;
            /** @description Why, where the register says something else. */
            reason?: string;
            /** @description `true`, `false` or a figure. */
            value: string;
        };
        /** @description A fact that is known. */
        CaseFactKnown: {
            /** @description The earlier cases that say so. */
            cases: string[];
            fact: components["schemas"]["Named"];
            /** @description Why it is another than what the register says. */
            reason: string;
            /** @description `earlier_cases`, `orders` or `stated`. */
            source: string;
            /** @description `true`, `false` or a figure. */
            value: string;
        };
        /** @description A factor of a table. */
        CaseFactor: {
            key: string;
            known?: components["schemas"]["CaseKnown"] | null;
            name: string;
            options: components["schemas"]["CaseOption"][];
        };
        /** @description The cases of a year that the account may see, in figures; each opens into its cases by the filters of the list. */
        CaseFigures: {
            /**
             * Format: int64
             * @description Opened in the year.
             */
            all: number;
            /**
             * Format: int64
             * @description Of these, those not punished though the act was established (`outcome=no_penalty`).
             */
            exempt: number;
            /** @description The fines that stand, yuan. */
            fines: string;
            /**
             * Format: int64
             * @description Of these, those in which something is still to be done (`open`).
             */
            open: number;
            /**
             * Format: int64
             * @description Of these, those with a penalty that stands (`outcome=penalty`).
             */
            punished: number;
            /** Format: int32 */
            year: number;
        };
        /** @description A fine and how it comes about. */
        CaseFine: {
            /** @description Yuan, with two places. */
            amount: string;
            /** @description Why it was set by hand; none where a table says it. */
            by_hand?: string | null;
            departures: components["schemas"]["CaseDeparture"][];
            /** @description What was given for the table, without the days of the case, so that a decision can repeat its notice. */
            given?: Record<string, never> | null;
            /** @description What the law allows at most, yuan. */
            greatest?: string | null;
            illustrative: boolean;
            /** @description What the law allows at least, yuan. */
            least?: string | null;
            /** @description The nearest earlier decisions, where one asks what a fine would be. */
            nearest: components["schemas"]["CasePrecedent"][];
            /** @description `above` or `below`, where the fine is unlike all of them. */
            outlier?: string | null;
            pack?: string | null;
            sources: components["schemas"]["CaseBasis"][];
            statute?: string | null;
            steps: components["schemas"]["CaseStep"][];
            table?: string | null;
            unverified: boolean;
            violation?: string | null;
        };
        /** @description A fine: by a table, or by hand. */
        CaseFineGiven: {
            /** @description The amount, where it is set by hand. */
            amount?: string | null;
            /** @description Options by the key of their factor, and what else the table asks for. */
            given?: Record<string, never>;
            pack?: string | null;
            /** @description Why it is set by hand. */
            reason?: string;
            /** @description Why a factor is another than what the facts of the case say, by its key. */
            reasons?: {
                [key: string]: string;
            };
            table?: string | null;
        };
        /** @description An option that is known. */
        CaseKnown: {
            facts: components["schemas"]["Named"][];
            option: string;
        };
        /** @description That something came after its time. */
        CaseLate: {
            /** Format: int32 */
            days: number;
            due: string;
            reason: string;
        };
        /** @description What forms of a case choose from. */
        CaseLaw: {
            /** @description The catalogue of minor violations: id and words. */
            catalogue: components["schemas"]["Named"][];
            /** @description Accounts of the bureau that may take part: in investigating, and in deliberating. */
            colleagues: components["schemas"]["Person"][];
            /** @description The facts that rules ask for. */
            facts: components["schemas"]["CaseFactAsked"][];
            /** @description For what the clock of the decision may be stopped. */
            stops: string[];
            /** @description The tables that hold in the district on the day of the act. */
            tables: components["schemas"]["CaseTable"][];
        };
        /** @description A particular. */
        CaseLine: {
            field: string;
            text: string;
        };
        /** @description Cases that the account may see. */
        CaseList: {
            /** @description The one opened last first. */
            cases: components["schemas"]["CaseSummary"][];
            /** @description The year in figures, whatever is asked for. */
            figures: components["schemas"]["CaseFigures"];
            /** @description Whether this account may open cases. */
            may_open: boolean;
            /** @description Where the next page begins, if there is one. */
            next_cursor?: string | null;
            now: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description How many there are in all.
             */
            total: number;
            /** @description The acts that packs know, for the form: code and name. */
            violations: components["schemas"]["Named"][];
        };
        /** @description A measure beside a penalty. */
        CaseMeasure: {
            /** @description `seizure`, `limit` or `stop`. */
            kind: string;
            lifted_on?: string | null;
            /** Format: int32 */
            number: number;
            objects: string;
            on: string;
            reason: string;
            /** @description Whether it was taken on the spot and waits for its approval. */
            waits: boolean;
        };
        /** @description What the party was told. */
        CaseNotice: {
            at: components["schemas"]["Time"];
            facts: string;
            /** @description The rules by which it may ask for a hearing. */
            hearing: components["schemas"]["CaseBasis"][];
            /** Format: int32 */
            number: number;
            penalty: components["schemas"]["CasePenalty"];
            provisions: string[];
        };
        /** @description An option of a factor. */
        CaseOption: {
            label: string;
            /** @description What it adds, percent. */
            weight: string;
        };
        /** @description An order to rectify. */
        CaseOrder: {
            at: components["schemas"]["Time"];
            /** @description Whether it was put right; none while nobody has looked. */
            corrected?: boolean | null;
            daily?: components["schemas"]["CaseDaily"] | null;
            /** Format: int32 */
            number: number;
            until?: string | null;
            what: string;
        };
        /** @description What is owed today. */
        CaseOwed: {
            due?: string | null;
            fine: string;
            left: string;
            paid: string;
            surcharge?: string | null;
            /** Format: int32 */
            surcharge_days?: number | null;
        };
        /** @description A penalty. */
        CasePenalty: {
            fine?: components["schemas"]["CaseFine"] | null;
            other?: string | null;
            warning: boolean;
        };
        /** @description A penalty. */
        CasePenaltyGiven: {
            fine?: components["schemas"]["CaseFineGiven"] | null;
            other?: string | null;
            warning?: boolean;
        };
        /** @description An earlier decision. */
        CasePrecedent: {
            /** @description Yuan. */
            amount: string;
            case: string;
            decided_on: string;
            /** @description The factors that are not, and what they are there. */
            differing: components["schemas"]["CaseLine"][];
            /**
             * Format: int32
             * @description How many factors are the same.
             */
            same: number;
        };
        /** @description What the machine proposes. */
        CaseProposal: {
            facts: components["schemas"]["CaseFactKnown"][];
            /** @description Rules for other rungs that would count if the facts that they ask for were known. */
            open: components["schemas"]["CaseRungReason"][];
            reasons: components["schemas"]["CaseRungReason"][];
            rung: string;
        };
        /** @description Facts for a proposal. */
        CaseProposalAsked: {
            catalogue?: string | null;
            facts?: components["schemas"]["CaseFactGiven"][];
        };
        /** @description A referral to the police. */
        CaseReferral: {
            /** @description What the police said last: `accepted`, `returned`, `opened_case` or `refused`. */
            answer?: string | null;
            at: components["schemas"]["Time"];
            handed_over_at?: components["schemas"]["Time"] | null;
            /** @description `detention` or `crime`. */
            kind: string;
            /** Format: int32 */
            number: number;
            to: string;
        };
        /** @description A rule that speaks for a rung. */
        CaseRungReason: {
            basis: components["schemas"]["CaseBasis"];
            /** @description The conditions that hold, or are open, in the words of their source. */
            conditions: string[];
            rung: string;
            text: string;
            text_en: string;
            /** @description The facts that would decide it. */
            unknown: components["schemas"]["Named"][];
        };
        /** @description A step of a reasoning. */
        CaseStep: {
            en: string;
            zh: string;
        };
        /** @description A case in a list. */
        CaseSummary: {
            district: components["schemas"]["Named"];
            /** @description The fine that was set, yuan. */
            fine?: string | null;
            id: string;
            /** @description Whether anything came late, and stays recorded as such. */
            late: boolean;
            next?: components["schemas"]["CaseDeadline"] | null;
            opened_at: components["schemas"]["Time"];
            party: components["schemas"]["Named"];
            /** @description The rung on which it was placed. */
            rung?: string | null;
            /** @description `opened`, `investigating`, `under_review`, `reviewed`, `noticed`, `decided`, `closed`, `archived` or `ended`. */
            stage: string;
            suspected: string;
        };
        /** @description A table of discretion. */
        CaseTable: {
            /** @description The name of the amount of which the fine is a multiple. */
            base?: string | null;
            basis: components["schemas"]["CaseBasis"];
            factors: components["schemas"]["CaseFactor"][];
            /** @description Whether it is for the act of the case. */
            fits: boolean;
            pack: string;
            statute: string;
            table: string;
            violation: string;
            violation_en: string;
        };
        /** @description The rung on which a case stands. */
        CaseTier: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
            proposal: components["schemas"]["CaseProposal"];
            /** @description Why it is another than the proposal; empty where it is not. */
            reason: string;
            rung: string;
        };
        /**
         * @description How a certificate stands.
         * @enum {string}
         */
        CertificateStanding: "not_yet" | "holds" | "ended";
        /** @description A channel of an outlet or station. */
        Channel: {
            factor: string;
            name: string;
            name_en: string;
            sent_unit: string;
            unit: string;
        };
        /** @description A series that shows the anomaly. */
        ChartHint: {
            factor: string;
            /** @description Ends of the span worth showing. */
            from: components["schemas"]["Time"];
            id: string;
            /** @description `outlet` or `meter`. */
            kind: string;
            /**
             * Format: double
             * @description Rated power of the metered machine, kW.
             */
            rated_kw?: number | null;
            /** @description `concentration`, `flow`, `production_power` or `treatment_power`. */
            role: string;
            title: string;
            title_en: string;
            to: components["schemas"]["Time"];
        };
        /** @description Data of a `clock` event. */
        ClockTick: {
            now: components["schemas"]["Time"];
            /** Format: double */
            speed: number;
        };
        /** @description Body of `close`. */
        Close: {
            note: string;
        };
        /** @description What turned out. */
        CloseTracing: {
            /** @description Credit codes, where it was an enterprise of the register. */
            enterprises?: string[];
            verdict: components["schemas"]["TracingVerdict"];
            words: string;
        };
        /** @description A code of the protocol with its name. */
        CodeInWords: {
            /** @description As sent. */
            code: string;
            /** @description What it is called in Chinese; absent where no table has it. */
            name?: string | null;
            /** @description The same in English. */
            name_en?: string | null;
            /** @description Whether the name could not be read in the text of a standard. */
            unverified: boolean;
        };
        /** @description That the smaller ledger is the beginning of the larger. */
        ConsistencyBody: {
            /** Format: int64 */
            from: number;
            from_root: string;
            /** @description Base64. */
            path: string[];
            /** Format: int64 */
            to: number;
            to_root: string;
        };
        /** @description A credential without its secret. */
        CredentialRow: {
            device?: components["schemas"]["Device"] | null;
            expires_at?: components["schemas"]["Time"] | null;
            /** @description `meter:…` or `push:…`. */
            holder: string;
            issued_at: components["schemas"]["Time"];
            revoked_at?: components["schemas"]["Time"] | null;
            /** @description For which sources a push client may send. */
            sources: string[];
            /** @description `holds`, `expired` or `revoked`. */
            state: string;
        };
        /** @description What signing in takes. */
        Credentials: {
            login: string;
            password: string;
        };
        /** @description A damaged file. */
        DamagedBody: {
            detail: string;
            file: string;
        };
        /** @description Intervals without a value. */
        DataGap: {
            /** @description The start of the first one that is missing. */
            from: components["schemas"]["Time"];
            /** @description `minute`, `hour` or `day`. */
            granularity: string;
            /** @description The request that asks for it, as in `minute_history`. */
            kind: string;
            /** Format: int64 */
            missing: number;
            /** @description The start of the last one that is missing. */
            to: components["schemas"]["Time"];
            /** @description Its values. */
            values: {
                [key: string]: string;
            };
        };
        /** @description How many days have something. */
        DayCount: {
            /** @description The number of a level, or why days are left out. */
            code: string;
            /** Format: int32 */
            days: number;
        };
        /** @description A conflict of interest. */
        DeclaredConflict: {
            /** @description The credit code. */
            enterprise: string;
            /** @description `party_or_kin`, `interest` or `other`. */
            ground: string;
        };
        /** @description A declared stop. */
        DeclaredStop: {
            /** @description Whether it was declared before it began. */
            beforehand: boolean;
            declared_at: components["schemas"]["Time"];
            /** @description `enterprise` or `bureau`. */
            declared_by: string;
            from: components["schemas"]["Time"];
            id: string;
            outlet: string;
            reason: string;
            state: components["schemas"]["StopState"];
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
            /** @description Why it does not count. */
            withdrawn?: string | null;
        };
        /** @description The declared stops of an outlet, the last one first. */
        DeclaredStopList: {
            items: components["schemas"]["DeclaredStop"][];
            /** @description Whether this account may declare and change them. */
            may_declare: boolean;
            /** @description Whether it may also record what has begun. */
            may_record: boolean;
        };
        /** @description One device with its accounts. */
        Device: {
            connected: boolean;
            device: string;
            dialect?: components["schemas"]["Dialect"] | null;
            /** Format: int64 */
            frames_received: number;
            frames_refused: {
                [key: string]: number;
            };
            /** Format: int64 */
            frames_stored: number;
            /** Format: int64 */
            frames_waiting: number;
            last_refusal?: components["schemas"]["Refusal"] | null;
            last_seen?: components["schemas"]["Time"] | null;
            peer?: string | null;
            problems: {
                [key: string]: number;
            };
            protocol?: string | null;
            /** Format: int64 */
            readings_duplicate: number;
            /** Format: int64 */
            readings_received: number;
            readings_refused: {
                [key: string]: number;
            };
            /** Format: int64 */
            readings_stored: number;
            shared_mn: boolean;
            /** @description `hj212` or `mqtt`. */
            transport: string;
        };
        /** @description All devices within the account's scope. */
        DeviceList: {
            loggers: components["schemas"]["Logger"][];
            meters: components["schemas"]["MeterDevice"][];
            /** @description Who sent something without being in the register; for offices of the whole city. */
            strangers: components["schemas"]["Device"][];
        };
        /** @description A request to a device. */
        DeviceRequest: {
            asked_at?: components["schemas"]["Time"] | null;
            /** @description The name of the person, or of the part of the system. */
            asked_by: string;
            /**
             * Format: int32
             * @description How often it was sent; known while it is open.
             */
            attempts?: number | null;
            /** @description Whether the system asked by itself. */
            automatic: boolean;
            /** @description For what the logger was waited for in vain: `answer` or `result`. */
            awaited?: string | null;
            /** @description Why it was not sent, or was cut off. */
            cause?: string | null;
            /**
             * Format: int32
             * @description The command number; none if this version does not know the kind.
             */
            command?: number | null;
            /**
             * Format: int32
             * @description Frames of data that came.
             */
            data_frames: number;
            /**
             * Format: int32
             * @description ExeRtn of 9012.
             */
            exe_rtn?: number | null;
            id: string;
            /** @description As in `set_time`. */
            kind: string;
            mn: string;
            /** @description Whether something can still happen. */
            open: boolean;
            /**
             * Format: int32
             * @description QnRtn of 9011.
             */
            qn_rtn?: number | null;
            reason?: string | null;
            /** @description `requested`, `answered`, `completed`, `refused`, `timed_out`, `not_sent`, `interrupted` or `cancelled`. */
            stage: string;
            stage_at?: components["schemas"]["Time"] | null;
            /** @description What the logger told. */
            told: components["schemas"]["ToldItem"][];
            /** @description The values; never a password. */
            values: {
                [key: string]: string;
            };
        };
        /** @description Something that a logger can be asked. */
        DeviceRequestKind: {
            /** @description Whether the account may ask for it. */
            allowed: boolean;
            /** @description Whether the version that the logger speaks has it; true while the version is not known. */
            available: boolean;
            /** @description Whether it changes how the device measures or is reached: for administrators, with a reason. */
            careful: boolean;
            /** @description As in `set_time`. */
            code: string;
            /**
             * Format: int32
             * @description The command number.
             */
            command: number;
            parameters: components["schemas"]["RequestParameter"][];
            /** @description Whether what is known of it is second hand. */
            unverified: boolean;
        };
        /** @description The requests to a logger, and what it can be asked. */
        DeviceRequestList: {
            /** @description Whether it is connected now. */
            connected: boolean;
            /** @description The last ones, the latest first. */
            items: components["schemas"]["DeviceRequest"][];
            kinds: components["schemas"]["DeviceRequestKind"][];
            mn: string;
            /** @description The version that it speaks, as in `2017`. */
            protocol?: string | null;
        };
        /** @description Data of a `device_request` event. */
        DeviceRequestMoved: {
            id: string;
            kind: string;
            mn: string;
            stage: string;
            /** Format: int64 */
            version: number;
        };
        /** @description What a device reports for. */
        DeviceTarget: {
            district?: string | null;
            enterprise?: components["schemas"]["Named"] | null;
            id: string;
            /** @description `outlet`, `station`, `line` or `treatment_unit`. */
            kind: string;
            name: string;
            name_en: string;
        };
        /** @description How a logger speaks. */
        Dialect: {
            /** @description `hj212`, `modbus`, `modbus-swapped` or `off`; frames as the standard has them are read with any. */
            crc_mode: string;
            /**
             * Format: int64
             * @description Packs that wait for others now.
             */
            held: number;
            /**
             * Format: int64
             * @description Split messages of which a pack never came, ever.
             */
            incomplete: number;
            /** @description Whether a new key was made that it has not used yet; both are good. */
            key_offered: boolean;
            /** @description Whether there is a key for what it encrypts. Keys are never shown. */
            key_set: boolean;
            last_opened?: components["schemas"]["Time"] | null;
            /**
             * Format: int32
             * @description The length it declares less the true one, as accepted, bytes.
             */
            length_offset: number;
            /**
             * Format: int64
             * @description Frames opened with a key, ever.
             */
            opened: number;
            readable_as?: components["schemas"]["ReadableAs"] | null;
            /**
             * Format: int64
             * @description Frames repeated and acknowledged once more, ever.
             */
            repeated: number;
            /**
             * Format: int64
             * @description Old frames that brought nothing new, ever; no sign of life.
             */
            replayed: number;
        };
        /** @description A district on the map. */
        District: {
            center: components["schemas"]["Place"];
            code: string;
            name: string;
            name_en: string;
            open_alarms: number;
        };
        DossierAlarm: {
            id: string;
            kind: string;
            open: boolean;
            outcome?: string | null;
            raised: string;
            severity: string;
            to_case: boolean;
        };
        DossierCase: {
            id: string;
            open: boolean;
            opened: string;
        };
        /** @description Something that the dossier leaves open. */
        DossierGap: {
            basis?: components["schemas"]["RuleBasis"] | null;
            /** @description `not_monitored`, `no_data`, `transmission`, `no_power`, `power_missing`, `record`, `complaints` or `permit_reports`. */
            code: string;
            /**
             * Format: int64
             * @description What there is, tenths of a per cent.
             */
            per_mille?: number | null;
            /**
             * Format: int64
             * @description What a rule asks for, tenths of a per cent.
             */
            wanted_per_mille?: number | null;
        };
        DossierInspection: {
            day: string;
            finding: components["schemas"]["InspectionFinding"];
            id: string;
            way: components["schemas"]["InspectionWay"];
        };
        /** @description Why hours are no valid data. */
        DossierLost: {
            /** Format: int64 */
            hours: number;
            /** @description `missing`, a mark of the device, or what people marked. */
            reason: string;
        };
        /** @description The hours of an outlet. */
        DossierOutlet: {
            /**
             * Format: int64
             * @description Hour values of factors with a limit.
             */
            expected_h: number;
            id: string;
            lost: components["schemas"]["DossierLost"][];
            name: string;
            /** Format: int64 */
            over_h: number;
            /** Format: int64 */
            received_h: number;
            /** Format: int64 */
            stopped_h: number;
            /** Format: int64 */
            valid_h: number;
        };
        DossierPower: {
            /** Format: int64 */
            expected_h: number;
            /** Format: int32 */
            lines: number;
            /** Format: int64 */
            metered_h: number;
            /** Format: int32 */
            units: number;
        };
        /** @description Something that the dossier shows against the enterprise. */
        DossierProblem: {
            /** @description `violations`, `open_alarms`, `open_cases`, `record` or `hours_over`. */
            code: string;
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /** @description Ids of alarms or cases. */
            ids: string[];
        };
        DossierRecord: {
            /** Format: int32 */
            emergencies: number;
            /** Format: int32 */
            false_data: number;
            known_until: string;
            /** Format: int32 */
            penalties: number;
        };
        DossierTarget: {
            basis: components["schemas"]["RuleBasis"];
            /**
             * Format: int64
             * @description Tenths of a per cent.
             */
            per_mille: number;
        };
        /** @description Who did something, when. */
        DrawAct: {
            at: components["schemas"]["Time"];
            by?: components["schemas"]["Person"] | null;
        };
        /** @description What the libraries give for the visits of a draw. */
        DrawCandidates: {
            officers: components["schemas"]["OfficerCandidate"][];
            pairings: Record<string, never>[];
            pools: components["schemas"]["PoolCandidates"][];
            recusals: Record<string, never>[];
        };
        /**
         * @description What can be done with a draw.
         * @enum {string}
         */
        DrawCommand: "open" | "share" | "abandon" | "commit" | "reveal" | "round" | "publish" | "void" | "record";
        /** @description The draw for an occasion, as its last attempt leaves it. Who was drawn stands in the record alone. */
        DrawDetail: {
            drawn_at?: components["schemas"]["Time"] | null;
            /** @description Attempts before this one: void, or given up. */
            earlier: components["schemas"]["EarlierAttempt"][];
            frozen?: components["schemas"]["DrawFrozen"] | null;
            /** @description The occasion, as in `2020-Q3-routine`. */
            id: string;
            /** @description What this account may do now. */
            may: components["schemas"]["DrawCommand"][];
            /**
             * Format: int32
             * @description Which attempt of the protocol this is or will be, from 1: those that were given up do not count.
             */
            number: number;
            opened: components["schemas"]["DrawAct"];
            /** @description Those who add chance; empty where it comes from the beacon. */
            parties: components["schemas"]["DrawParty"][];
            /**
             * Format: int32
             * @description The year of the plan under which it is drawn.
             */
            plan?: number | null;
            publish_by?: components["schemas"]["PublishBy"] | null;
            /** @description Whether the record of it is public. */
            published: boolean;
            stage: components["schemas"]["DrawStage"];
            title: string;
            /** @description The first and the last day of the visits. */
            visits_from: string;
            visits_until: string;
            void?: components["schemas"]["DrawVoid"] | null;
        };
        /** @description A frozen plan. */
        DrawFrozen: {
            at: components["schemas"]["Time"];
            commitment: string;
            deadline?: components["schemas"]["Time"] | null;
            /**
             * Format: int32
             * @description Which attempt of the protocol it is.
             */
            number: number;
            /** Format: int64 */
            objects: number;
            /** Format: int64 */
            officers: number;
            /** Format: int64 */
            quota: number;
            round?: components["schemas"]["DrawRound"] | null;
        };
        /** @description Every draw that the account may see. */
        DrawList: {
            /** @description The one opened last first. */
            draws: components["schemas"]["DrawDetail"][];
            /** @description Whether this account may open draws. */
            may_manage: boolean;
            now: components["schemas"]["Time"];
        };
        /** @description Somebody who adds chance. */
        DrawParty: {
            /** @description The account that speaks for it. */
            account: components["schemas"]["Person"];
            /** @description Whether that is the account that asks. */
            mine: boolean;
            party: string;
            revealed: boolean;
            role: string;
            share?: string | null;
        };
        /** @description Why. */
        DrawReason: {
            reason: string;
        };
        /** @description A party's secret. */
        DrawReveal: {
            secret: string;
        };
        /** @description A round of the beacon. */
        DrawRound: {
            due: components["schemas"]["Time"];
            /** Format: int64 */
            round: number;
        };
        /** @description A round of the beacon, as drand gives it. */
        DrawRoundGiven: {
            /** Format: int64 */
            round: number;
            signature: string;
        };
        /** @description The hash of a party's secret (docs/draw.md §4.2). */
        DrawShare: {
            share: string;
        };
        /**
         * @description How far a draw is.
         * @enum {string}
         */
        DrawStage: "open" | "abandoned" | "committed" | "drawn" | "void";
        /** @description That an attempt does not count. */
        DrawVoid: {
            at: components["schemas"]["Time"];
            reason: string;
            /** @description Who had not revealed in time. */
            silent: string[];
        };
        /** @description What must happen next, and by when. */
        Due: {
            at: components["schemas"]["Time"];
            overdue: boolean;
            /** @description `accept`, `verify`, `close` … */
            step: string;
            why: components["schemas"]["Why"];
        };
        /** @description An attempt that was void or given up. */
        EarlierAttempt: {
            commitment?: string | null;
            opened_at: components["schemas"]["Time"];
            reason: string;
            stage: components["schemas"]["DrawStage"];
        };
        /** @description Ends a van's task without a track. */
        EndTracingCruise: {
            /** @description Why. */
            words: string;
        };
        /** @description The library of officers. */
        EnforcerList: {
            /** @description Those whose certificate ends first come first. */
            items: components["schemas"]["EnforcerRow"][];
            may_keep: boolean;
            /** @description The day on which certificates stand as told. */
            today: string;
            /** @description How many there are, whatever was asked for. */
            total: number;
        };
        /** @description An officer. */
        EnforcerRow: {
            certificate_number: string;
            /** @description The first and the last day of the certificate. */
            certified_from: string;
            certified_until: string;
            conflicts: components["schemas"]["DeclaredConflict"][];
            /**
             * Format: int32
             * @description Days after today on which it still holds.
             */
            days_left?: number | null;
            id: string;
            issuer: string;
            leave: components["schemas"]["LeaveSpan"][];
            /** @description Empty where the person was forgotten. */
            name: string;
            specialities: string[];
            standing: components["schemas"]["CertificateStanding"];
            unit: string;
        };
        /** @description Everything about one enterprise. */
        Enterprise: components["schemas"]["EnterpriseSummary"] & {
            alarms: components["schemas"]["AlarmSummary"][];
            district_named: components["schemas"]["Named"];
            lines: components["schemas"]["Line"][];
            outlet_list: components["schemas"]["OutletSummary"][];
            timeline: components["schemas"]["TimelineEntry"][];
            treatment_units: components["schemas"]["TreatmentUnit"][];
        };
        /** @description A page of enterprises. */
        EnterprisePage: {
            items: components["schemas"]["EnterpriseSummary"][];
            next_cursor?: string | null;
            total: number;
        };
        /** @description An enterprise in a list or on the map. */
        EnterpriseSummary: {
            code: string;
            district: string;
            meters: number;
            name: string;
            name_en: string;
            open_alarms: number;
            outlets: number;
            place: components["schemas"]["Place"];
            status: components["schemas"]["Status"];
            trade: string;
            trade_code: string;
            trade_en: string;
        };
        /** @description Body of `escalate`. */
        Escalate: {
            reason: string;
        };
        /** @description An event of the ledger. */
        EventBody: {
            actor: Record<string, never>;
            at: components["schemas"]["Time"];
            body: Record<string, never>;
            kind: string;
            /** Format: int64 */
            sequence: number;
            stream: string;
            /** Format: int64 */
            version: number;
        };
        /** @description What exceeded in one group. */
        ExceedanceGroup: {
            /**
             * Format: int64
             * @description Of these, values of hours that a marked work condition excuses.
             */
            excused: number;
            first: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Of these, values of hours that the enterprise marks as not measured rightly: no evidence of an exceedance.
             */
            invalid: number;
            /** @description Code of the trade or district, credit code of the enterprise, id of the outlet. */
            key: string;
            last: components["schemas"]["Time"];
            name: string;
            name_en: string;
            /**
             * Format: int64
             * @description Outlets with any.
             */
            outlets: number;
            /**
             * Format: int64
             * @description Outlets and factors with any.
             */
            series: number;
            /**
             * Format: int64
             * @description Values that exceeded.
             */
            values: number;
            worst: components["schemas"]["WorstValue"];
        };
        /** @description Where values exceeded the limits that were in force. */
        Exceedances: {
            from: components["schemas"]["Time"];
            granularity: components["schemas"]["Granularity"];
            group: components["schemas"]["Group"];
            /** @description Those with any exceedance, the most values first. */
            groups: components["schemas"]["ExceedanceGroup"][];
            /**
             * Format: int64
             * @description Limits that were compared with values.
             */
            limits: number;
            /**
             * Format: int64
             * @description Limits of converted (折算) figures, which are not compared here.
             */
            limits_of_converted: number;
            to: components["schemas"]["Time"];
        };
        /** @description Body of `explain`. */
        Explain: {
            /** @description Hashes of uploaded files. */
            files?: string[];
            text: string;
        };
        /**
         * @description How those whom a rule judges are named. The narrower rule judges: enterprises before districts and trades, these before
         *     the city.
         * @enum {string}
         */
        ExtentKind: "city" | "districts" | "trades" | "enterprises";
        /** @description Why the alarm was raised: one fact. */
        Fact: {
            /** @description A stable code that pages translate. */
            name: string;
            value: components["schemas"]["FactValue"];
        };
        /** @description The value of a fact. */
        FactValue: {
            /** @enum {string} */
            type: "figure";
            unit: string;
            /** Format: double */
            value: number;
        } | {
            time: components["schemas"]["Time"];
            /** @enum {string} */
            type: "time";
        } | {
            /** Format: int64 */
            seconds: number;
            /** @enum {string} */
            type: "span";
        } | {
            /** Format: double */
            lower?: number | null;
            source: string;
            /** @enum {string} */
            type: "limit";
            unit: string;
            unverified: boolean;
            /** Format: double */
            upper: number;
        } | {
            text: string;
            /** @enum {string} */
            type: "text";
        };
        /** @description Something that is not as it was written. */
        FaultBody: {
            /** @description The particulars, for a person. */
            detail: string;
            /** @description As in `event`, `column`, `signature`. */
            kind: string;
            /**
             * Format: int64
             * @description Which event, where it is about one.
             */
            sequence?: number | null;
            stream?: string | null;
        };
        /** @description A file of evidence. */
        FileLink: {
            hash: string;
            media_type: string;
            name: string;
            /** Format: int64 */
            size: number;
            /** @description A short-lived address. */
            url: string;
        };
        /**
         * @description How a list is answered.
         * @enum {string}
         */
        Format: "json" | "csv" | "xlsx";
        /** @description What is missing of an outlet's data. */
        GapList: {
            from: components["schemas"]["Time"];
            /** @description Pieces that one request can ask for, the latest first. */
            items: components["schemas"]["DataGap"][];
            /** @description The logger that can be asked for it. */
            mn?: string | null;
            to: components["schemas"]["Time"];
        };
        /** @description Over which period a dossier is gathered. */
        GatherDossier: {
            /** @description As in `2020`, `2020-Q3` or `2020-08`; what of it is over counts. */
            period: string;
        };
        /** @description An object that is the same as another. */
        GivenUp: {
            /** @description The code that is to be no object any more. */
            given_up: string;
            reason: string;
        };
        /** @description Good-air days (优良天数). */
        GoodDays: {
            by_level: components["schemas"]["DayCount"][];
            /**
             * Format: int32
             * @description Days with a published index.
             */
            counted: number;
            /** Format: int32 */
            good: number;
            left_out: components["schemas"]["DayCount"][];
            /** Format: double */
            rate_percent?: number | null;
        };
        /**
         * @description How long a span one reading stands for.
         * @enum {string}
         */
        Granularity: "realtime" | "minute" | "hour" | "day";
        /**
         * @description By what exceedances are grouped.
         * @enum {string}
         */
        Group: "trade" | "district" | "enterprise" | "outlet";
        /** @description Body of an act on a group. */
        GroupAct: {
            /** @description Where the answer before said to go on. */
            after?: string | null;
            command: components["schemas"]["GroupCommand"];
        };
        /** @description A command for every alarm of a group that it can be given to. */
        GroupCommand: {
            assign: components["schemas"]["Assign"];
        } | {
            accept: components["schemas"]["Accept"];
        } | {
            return: components["schemas"]["Return"];
        } | {
            verify: components["schemas"]["Verify"];
        } | {
            close: components["schemas"]["Close"];
        } | {
            snooze: components["schemas"]["SnoozeUntil"];
        } | {
            wake: components["schemas"]["Wake"];
        };
        /** @description What came of a part of an act on a group. */
        GroupDone: {
            done: number;
            /** @description Where to go on; absent when all were seen. */
            next?: string | null;
            /** @description Why some were left as they are. */
            refused: components["schemas"]["GroupRefused"][];
        };
        /** @description A reason for which alarms of a group were left as they are. */
        GroupRefused: {
            code: string;
            count: number;
            en: string;
            zh: string;
        };
        /** @description Which sheet is to be looked at, and what it tells of. */
        GuessRequest: {
            file: string;
            /** @description `station`, `outlet`, `meter` or `cruise`. */
            kind: string;
            sheet: number;
        };
        /** @description Body of `hand-on`. */
        HandOn: {
            note: string;
            to: components["schemas"]["HandOnTo"];
        };
        /** @description Where a matter is handed on to. */
        HandOnTo: "case_filing" | {
            /** @description To another department, named. */
            other_department: string;
        };
        /** @description The ledger's head. */
        HeadBody: {
            /** @description The signed checkpoint (C2SP tlog-checkpoint). */
            checkpoint: string;
            /** @description The key that verifies it, in the form of signed notes. */
            public_key: string;
            /** @description Root of the Merkle tree, base64. */
            root: string;
            /** Format: int64 */
            size: number;
        };
        /** @description How the process does. */
        Health: {
            parts: components["schemas"]["Part"][];
            /** @description `ok` or `degraded`. */
            status: string;
        };
        /** @description What a marking does to an hour. */
        HourEffect: {
            /**
             * @description `invalid`, `excused`, or why the hour counts all the same: `contested`, `no_rule`, `no_limit`, `other_factor`,
             *     `beyond`, `unclear`.
             */
            effect: string;
            /**
             * Format: int32
             * @description The hours of the longer limit of which nobody has read when it holds, where the effect is `unclear`.
             */
            extended_hours?: number | null;
            /** @description Its kind, as in `cold_start`. */
            kind: string;
            /**
             * Format: int32
             * @description The hours of the limit, where there is one.
             */
            limit_hours?: number | null;
            /** @description The marking. */
            marking: string;
            rule?: components["schemas"]["RuleBasis"] | null;
        };
        /** @description Hours of a factor that follow each other and do not count. */
        HourGap: {
            factor: string;
            from: components["schemas"]["Time"];
            /** Format: int32 */
            hours: number;
            /** @description As in [`LostHours`], and `stopped`. */
            reason: string;
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
        };
        /** @description What is to be imported, and how. */
        ImportRequest: {
            file: string;
            plan: Record<string, never>;
        };
        /** @description An import. */
        ImportRow: {
            begun_at: components["schemas"]["Time"];
            /** @description The account that confirmed it; absent for one from the command line. */
            by?: string | null;
            /** Format: int64 */
            duplicates: number;
            file: string;
            file_name?: string | null;
            id: string;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            refused: number;
            /**
             * Format: int64
             * @description Of them, those whose former figure stands again.
             */
            restored?: number | null;
            /** Format: int64 */
            revised: number;
            /**
             * Format: int64
             * @description The last row that was dealt with.
             */
            row: number;
            /** Format: int64 */
            rows: number;
            /**
             * Format: int64
             * @description How many rows it has, as far as somebody counted.
             */
            rows_expected?: number | null;
            /** @description `running`, `ended`, `stopped`, `undoing` or `undone`. */
            state: string;
            /** Format: int64 */
            stored: number;
            /** @description What is in its way; it goes on at the next start. */
            trouble?: string | null;
            undo_reason?: string | null;
            /**
             * Format: int64
             * @description Figures that were taken back, once it is undone.
             */
            withdrawn?: number | null;
            /** @description Whether a job works on it now. */
            working: boolean;
        };
        /** @description What is to be done. Words are 1 to 1,000 characters. */
        InspectionAct: {
            /** @enum {string} */
            act: "ask";
            /** @description A day. */
            until: string;
            wanted: components["schemas"]["InspectionWanted"];
            words: string;
        } | {
            /** @enum {string} */
            act: "answer";
            /** @description Hashes of files that were uploaded before. */
            files?: string[];
            /** @description Counted from 0. */
            question: number;
            words: string;
        } | {
            /** @enum {string} */
            act: "conclude";
            finding: components["schemas"]["InspectionFinding"];
            /** @description How each gap was settled, by its code. */
            settled: {
                [key: string]: string;
            };
            words: string;
        } | {
            /** @enum {string} */
            act: "escalate";
            reason: string;
        } | {
            /** @enum {string} */
            act: "visit";
            /** @description A day. */
            day: string;
            finding: components["schemas"]["InspectionFinding"];
            /** @description Why others went than were drawn, where they did. */
            instead?: string | null;
            items: string[];
            officers: string[];
            /** @description Other inspections of the enterprise that are to be visited, which the same visit does. */
            together?: string[];
            words: string;
        } | {
            /** @enum {string} */
            act: "give_up";
            reason: string;
        };
        /** @description Another inspection of the enterprise that is to be visited. */
        InspectionBeside: {
            draw?: string | null;
            id: string;
            until?: string | null;
            /** @description The days of its visits, as the draw set them. */
            visits_from?: string | null;
        };
        /**
         * @description What leads to an inspection that nobody drew.
         * @enum {string}
         */
        InspectionCauseKind: "complaint" | "assignment" | "anomaly" | "emergency";
        /**
         * @description What an account may do with an inspection.
         * @enum {string}
         */
        InspectionCommand: "gather" | "ask" | "answer" | "conclude" | "escalate" | "visit" | "give_up";
        InspectionConclusion: {
            at: components["schemas"]["Time"];
            by: string;
            finding: components["schemas"]["InspectionFinding"];
            settled: {
                [key: string]: string;
            };
            words: string;
        };
        /** @description What inspections came to, of everybody or of a part of them. */
        InspectionCounts: {
            /** @description Inspections that nobody drew. */
            assigned: number;
            /** @description Drawn, and nobody had to go. */
            avoided: number;
            /** @description Concluded off site. */
            concluded: number;
            /** @description Inspections that a draw ordered. */
            drawn: number;
            /** @description A dossier came first and did not do. */
            escalated: number;
            /** @description Enterprises on the positive list today. */
            listed: number;
            /** @description Not done yet. */
            open: number;
            /** @description Not done yet after the last day of the visits. */
            overdue: number;
            visited: number;
            /** @description Enterprises that were visited on more than one day. */
            visited_again: number;
        };
        /** @description The counts of a district or a trade. */
        InspectionCountsOf: components["schemas"]["InspectionCounts"] & {
            /** @description A district, or the letter and two digits of a trade (GB/T 4754); an empty code where it is not known. */
            of: components["schemas"]["Named"];
        };
        /** @description Everything about an inspection. */
        InspectionDetail: components["schemas"]["InspectionSummary"] & {
            /** @description Other inspections of the enterprise that are to be visited. */
            beside: components["schemas"]["InspectionBeside"][];
            /** @description The alarm that led to it. */
            cause_alarm?: string | null;
            /** @description What led to it, in words; for offices alone, since a complaint may tell who complained. */
            cause_words?: string | null;
            conclusion?: components["schemas"]["InspectionConclusion"] | null;
            dossier?: components["schemas"]["InspectionDossier"] | null;
            escalation?: components["schemas"]["InspectionReason"] | null;
            /** @description Whether the enterprise is on the positive list today in a category that spares visits. */
            exempt_today: boolean;
            given_up?: components["schemas"]["InspectionReason"] | null;
            history: components["schemas"]["InspectionStep"][];
            may: components["schemas"]["InspectionCommand"][];
            /** @description Who was drawn. */
            officers: components["schemas"]["InspectionOfficer"][];
            questions: components["schemas"]["InspectionQuestion"][];
            routine?: components["schemas"]["RoutineVisits"] | null;
            /**
             * Format: int64
             * @description The version that a command must name.
             */
            version: number;
            visit?: components["schemas"]["InspectionVisit"] | null;
            visits_from?: string | null;
        };
        /** @description What the machine gathered, and what it proposes. */
        InspectionDossier: {
            alarms: components["schemas"]["DossierAlarm"][];
            cases: components["schemas"]["DossierCase"][];
            from: string;
            gaps: components["schemas"]["DossierGap"][];
            gathered_at: components["schemas"]["Time"];
            gathered_by: string;
            inspections: components["schemas"]["DossierInspection"][];
            /** @description What the system does not record: `complaints`, `permit_reports`. */
            not_known: string[];
            outlets: components["schemas"]["DossierOutlet"][];
            power?: components["schemas"]["DossierPower"] | null;
            problems: components["schemas"]["DossierProblem"][];
            /** @description `nothing_found`, `ask` or `visit`. */
            proposal: string;
            record?: components["schemas"]["DossierRecord"] | null;
            target?: components["schemas"]["DossierTarget"] | null;
            to: string;
            /**
             * Format: int64
             * @description Effective transmission over all outlets, tenths of a per cent.
             */
            transmission_per_mille?: number | null;
        };
        /**
         * @description What an inspection found.
         * @enum {string}
         */
        InspectionFinding: "nothing" | "minor" | "violation";
        /** @description What may be inspected. */
        InspectionItemList: {
            items: components["schemas"]["InspectionItemRow"][];
            may_keep: boolean;
            /** @description How many there are, whatever was asked for. */
            total: number;
        };
        /** @description Something that may be inspected. */
        InspectionItemRow: {
            /** @description The law and clause that allow it. */
            basis: string;
            /** @description `routine`, `campaign`, `case`. */
            classes: string[];
            content?: string | null;
            id: string;
            /** @description `on_site`, `off_site`, `sampling`, `documents`. */
            methods: string[];
            name: string;
        };
        InspectionList: {
            /** @description How many visits were avoided. */
            avoided: number;
            /** @description How many of the account's scope stand how, whatever is filtered. */
            counts: {
                [key: string]: number;
            };
            items: components["schemas"]["InspectionSummary"][];
            /** @description Whether this account may have somebody inspected without a draw. */
            may_assign: boolean;
        };
        /** @description How an enterprise stood on the positive list when the inspection was opened. */
        InspectionListed: {
            name: string;
            name_en: string;
            /** Format: int32 */
            number: number;
            /** @description `exempt` or `reduced`. */
            regime: string;
        };
        /** @description How often a way of inspecting found something, and how often something was found later where it had found nothing. */
        InspectionMethod: {
            done: number;
            /**
             * @description Of those in which nothing was found: after which a later inspection found something, an alarm ended as a
             *     violation, or a case was opened.
             */
            found_later: number;
            minor: number;
            nothing: number;
            violation: number;
            way: components["schemas"]["InspectionWay"];
        };
        InspectionNumbers: {
            all: components["schemas"]["InspectionCounts"];
            districts: components["schemas"]["InspectionCountsOf"][];
            methods: components["schemas"]["InspectionMethod"][];
            period: string;
            trades: components["schemas"]["InspectionCountsOf"][];
        };
        /** @description An object and who it was. */
        InspectionObjectDetail: components["schemas"]["InspectionObjectRow"] & {
            /** @description What people said of who it is, those that were taken back as well. */
            changes: components["schemas"]["ObjectChangeRow"][];
            /** @description The code for which this one was given up. */
            kept?: string | null;
            /** @description Whether this account may change that. */
            may_keep: boolean;
            /** @description Objects of the same name, which are perhaps the same enterprise. */
            same_name: components["schemas"]["SameObject"][];
        };
        /** @description A page of the library of objects. */
        InspectionObjectPage: {
            items: components["schemas"]["InspectionObjectRow"][];
            /** @description Whether this account may import and undo. */
            may_keep: boolean;
            next_cursor?: string | null;
            total: number;
        };
        /** @description An object. What is absent nobody has given; an empty list says that there is none. */
        InspectionObjectRow: {
            code: string;
            /** Format: int32 */
            credit_score?: number | null;
            designations?: string[] | null;
            district: components["schemas"]["Named"];
            /** @description What it was called, and what those were called that are the same. */
            former_names: string[];
            key_lists?: string[] | null;
            /** @description Codes that were given up for it. */
            merged: string[];
            /** @description Whether the register of monitoring knows the enterprise too. */
            monitored: boolean;
            name: string;
            /** @description `key`, `simplified` or `registered`. */
            permit?: string | null;
            record?: components["schemas"]["ObjectRecord"] | null;
            surroundings?: string[] | null;
            trade_code?: string | null;
        };
        /** @description An officer. */
        InspectionOfficer: {
            /** @description Whether the certificate holds today. */
            certified: boolean;
            certified_until?: string | null;
            id: string;
            /** @description Empty where it is not kept. */
            name: string;
            unit: string;
        };
        /** @description The plan of a year. */
        InspectionPlanDetail: {
            in_force?: components["schemas"]["PlanDraft"] | null;
            /** @description Whether this account may approve what waits, or give it back. */
            may_approve: boolean;
            returned?: components["schemas"]["PlanDraft"] | null;
            waiting?: components["schemas"]["PlanDraft"] | null;
            /** Format: int32 */
            year: number;
        };
        /** @description Every plan, the last year first. */
        InspectionPlanList: {
            may_draft: boolean;
            plans: components["schemas"]["InspectionPlanDetail"][];
            /**
             * Format: int32
             * @description The year of today.
             */
            this_year: number;
        };
        InspectionQuestion: {
            answer?: components["schemas"]["InspectionReply"] | null;
            asked_at: components["schemas"]["Time"];
            until: string;
            wanted: components["schemas"]["InspectionWanted"];
            words: string;
        };
        InspectionReason: {
            at: components["schemas"]["Time"];
            by: string;
            reason: string;
        };
        InspectionReply: {
            at: components["schemas"]["Time"];
            files: components["schemas"]["FileLink"][];
            words: string;
        };
        /**
         * @description How far an inspection is.
         * @enum {string}
         */
        InspectionStage: "off_site" | "on_site" | "concluded" | "visited" | "given_up";
        InspectionStep: {
            at: components["schemas"]["Time"];
            by: string;
            kind: string;
            /** Format: int64 */
            sequence: number;
            words?: string | null;
        };
        /** @description An inspection in a list. */
        InspectionSummary: {
            /** @description That nobody had to go. */
            avoided: boolean;
            /** @description What led to it where it was assigned: `complaint`, `assignment`, `anomaly` or `emergency`. */
            cause?: string | null;
            district: components["schemas"]["Named"];
            /** @description The day on which it was done. */
            done_on?: string | null;
            /** @description The draw that ordered it; none where it was assigned. */
            draw?: string | null;
            enterprise: components["schemas"]["Named"];
            /** @description That a dossier came first and did not do. */
            escalated: boolean;
            finding?: components["schemas"]["InspectionFinding"] | null;
            id: string;
            listed?: components["schemas"]["InspectionListed"] | null;
            opened_at: components["schemas"]["Time"];
            /** @description That it is open after that day. */
            overdue: boolean;
            stage: components["schemas"]["InspectionStage"];
            trade_code?: string | null;
            /** @description Questions to the enterprise that wait for an answer. */
            unanswered: number;
            /** @description The last day of the visits, as the draw or whoever assigned it set it. */
            until?: string | null;
            way: components["schemas"]["InspectionWay"];
        };
        InspectionVisit: {
            at: components["schemas"]["Time"];
            by: string;
            day: string;
            finding: components["schemas"]["InspectionFinding"];
            instead?: string | null;
            items: string[];
            late: boolean;
            officers: components["schemas"]["InspectionOfficer"][];
            /** @description The other inspections that the same visit did. */
            together: string[];
            words: string;
        };
        /**
         * @description What an enterprise is asked for.
         * @enum {string}
         */
        InspectionWanted: "self_report" | "photos" | "documents";
        /**
         * @description Which way an inspection goes.
         * @enum {string}
         */
        InspectionWay: "off_site" | "on_site";
        /** @description What came of opening the inspections of a draw. */
        InspectionsOpened: {
            /** @description How many of them are done off site first. */
            off_site: number;
            /** @description How many were opened. */
            opened: number;
            /** @description How many were there already. */
            there: number;
        };
        /** @description Alarms by what their verification said of the rule. */
        Judged: {
            /** Format: int64 */
            confirmed: number;
            /**
             * Format: int64
             * @description Not verified yet.
             */
            open: number;
            precision?: components["schemas"]["Share"] | null;
            /** Format: int64 */
            refuted: number;
            /**
             * Format: int64
             * @description Verified without a result.
             */
            undecided: number;
        };
        /** @description A key. */
        KeyBody: {
            /** @description Sixteen visible ASCII characters, or 32 hexadecimal digits. */
            key: string;
        };
        /** @description What became of the alarms of a kind. */
        KindPrecision: {
            all: components["schemas"]["Judged"];
            kind: string;
            /** @description By the month in which they were raised, the first one first; months without alarms are left out. */
            months: components["schemas"]["MonthPrecision"][];
            /** @description By the rule in force when they were raised, the first one first. */
            rules: components["schemas"]["RulePrecision"][];
        };
        /** @description One kind of finding. */
        KindRules: {
            /** @description The city's rule in force; where there is none the defaults hold, but for whom a narrower rule judges. */
            in_force?: string | null;
            kind: string;
            /** @description Empty where nothing can be tuned. */
            parameters: components["schemas"]["RuleParameter"][];
            /** @description All rules of the kind, the one proposed last first. */
            rules: components["schemas"]["Rule"][];
            /** @description The rule in shadow. */
            shadow?: string | null;
        };
        /** @description What a query gave. */
        LabAnswer: {
            /** @description The columns. */
            columns: components["schemas"]["LabColumn"][];
            /** @description `rows` or `bytes` where the answer was cut off; absent if it is whole. */
            cut?: string | null;
            /**
             * Format: int64
             * @description How long it took, ms.
             */
            elapsed_ms: number;
            /** @description The rows: numbers, texts, truth values and nulls. Numbers that JSON has not (NaN) are texts. */
            rows: Record<string, never>[][];
            /**
             * Format: int64
             * @description Stored values that were looked at.
             */
            scanned: number;
        };
        /** @description A column of an answer. */
        LabColumn: {
            /** @description `text`, `number`, `integer`, `boolean` or `time`. */
            kind: string;
            /** @description Its name. */
            name: string;
        };
        /** @description An answer as a file. */
        LabExport: {
            format: components["schemas"]["Format"];
            id: string;
            text: string;
        };
        /** @description What a query may take. */
        LabLimits: {
            /**
             * Format: int64
             * @description MiB of an answer.
             */
            answer_mib: number;
            /**
             * Format: int64
             * @description Queries at once.
             */
            at_once: number;
            /**
             * Format: int64
             * @description MiB that it may hold.
             */
            memory_mib: number;
            /**
             * Format: int64
             * @description Rows of an exported answer.
             */
            rows: number;
            /**
             * Format: int64
             * @description Seconds that it may run.
             */
            time_s: number;
        };
        /** @description How far a running query is. */
        LabProgress: {
            /** Format: int64 */
            elapsed_ms: number;
            running: boolean;
            /**
             * Format: int64
             * @description Stored values that it has looked at.
             */
            scanned: number;
        };
        /** @description What is asked. */
        LabQuestion: {
            /** @description Chosen by whoever asks, to follow and cancel the query: at most 64 letters. */
            id: string;
            /** @description One `SELECT` or `EXPLAIN`. */
            text: string;
        };
        /** @description A table that can be asked. */
        LabTable: {
            /** @description Its columns. */
            columns: components["schemas"]["LabTableColumn"][];
            /** @description What it is, in English. */
            en: string;
            /** @description Its name in SQL. */
            name: string;
            /** @description What it is, in Chinese. */
            zh: string;
        };
        /** @description A column of a table. */
        LabTableColumn: {
            /** @description What it is, in English. */
            en: string;
            /** @description `text`, `number`, `integer`, `boolean` or `time`. */
            kind: string;
            /** @description Its name in SQL. */
            name: string;
            /** @description What it is, in Chinese. */
            zh: string;
        };
        /** @description What can be asked. */
        LabTables: {
            /** @description Whether this server was built with the engine (feature `sql`). */
            available: boolean;
            limits?: components["schemas"]["LabLimits"] | null;
            tables: components["schemas"]["LabTable"][];
        };
        /** @description The newest reading of one factor. */
        LatestReading: {
            factor: string;
            /**
             * Format: double
             * @description The value over the limit in force for single samples, or for hour means where there is none; absent
             *     where no limit holds or the value is no evidence.
             */
            limit_ratio?: number | null;
            mark: string;
            name: string;
            name_en: string;
            time: components["schemas"]["Time"];
            unit: string;
            /** Format: double */
            value?: number | null;
        };
        /** @description The first and the last day of a leave. */
        LeaveSpan: {
            from: string;
            until: string;
        };
        /** @description An import into a library. */
        LibraryImportRow: {
            at: components["schemas"]["Time"];
            by: string;
            enforcers: number;
            file: string;
            id: string;
            items: number;
            objects: number;
            /** Format: int32 */
            refused: number;
            undone?: components["schemas"]["LibraryUndone"] | null;
        };
        /** @description What an import would do, or has done. */
        LibraryPreview: {
            added: number;
            changed: number;
            /** @description The hash of the file. */
            file: string;
            /** @description The first rows that would be taken. */
            first: components["schemas"]["LibraryPreviewRow"][];
            /** @description Columns without which nothing is read. */
            missing_columns: string[];
            /** @description The first refusals. */
            refusals: components["schemas"]["LibraryRefusal"][];
            refused: number;
            /** @description The import that has brought the same file already and stands. */
            same_as?: string | null;
            unchanged: number;
            /** @description Headings that are not understood: their columns would say nothing. */
            unknown_headings: string[];
        };
        /** @description A row that is taken. */
        LibraryPreviewRow: {
            /** @description `added`, `changed` or `unchanged`. */
            change: string;
            id: string;
            name: string;
        };
        /** @description A row that is not taken. */
        LibraryRefusal: {
            column: string;
            /** @description `missing`, `bad_code`, `unknown_word` … */
            reason: string;
            /**
             * Format: int32
             * @description Its number in the file, from 1.
             */
            row: number;
            text: string;
        };
        /** @description That an import was taken back. */
        LibraryUndone: {
            at: components["schemas"]["Time"];
            by: string;
            reason: string;
        };
        /** @description A permitted limit. */
        Limit: {
            /** @description `realtime`, `hour_mean` or `day_mean`. */
            basis: string;
            converted: boolean;
            factor: string;
            /** Format: double */
            lower?: number | null;
            source: string;
            unit: string;
            unverified: boolean;
            /** Format: double */
            upper: number;
            valid_from: components["schemas"]["Time"];
            valid_to?: components["schemas"]["Time"] | null;
        };
        /** @description A production line. */
        Line: {
            id: string;
            meter?: components["schemas"]["Meter"] | null;
            name: string;
            name_en: string;
        };
        /** @description What is to be done. Words are 1 to 1,000 characters. */
        ListAct: {
            /** @enum {string} */
            act: "propose";
            category: string;
            statement: string;
        } | {
            /** @enum {string} */
            act: "withdraw";
            reason: string;
        } | {
            /** @enum {string} */
            act: "decline";
            reason: string;
        } | {
            /** @enum {string} */
            act: "approve";
            settled: {
                [key: string]: string;
            };
        } | {
            /** @enum {string} */
            act: "object";
            summary: string;
        } | {
            /** @enum {string} */
            act: "answer";
            finding: string;
            objection: number;
            upheld: boolean;
        } | {
            /** @enum {string} */
            act: "enter";
            settled?: {
                [key: string]: string;
            };
        } | {
            /** @enum {string} */
            act: "renew";
            settled: {
                [key: string]: string;
            };
        } | {
            /** @enum {string} */
            act: "propose_removal";
            reason: string;
        } | {
            /** @enum {string} */
            act: "keep";
            reason: string;
        } | {
            /** @enum {string} */
            act: "remove";
            reason: string;
        };
        /** @description That an enterprise is on the list today. */
        ListBadge: {
            enterprise: string;
            last_day: string;
            name: string;
            name_en: string;
            /** Format: int32 */
            number: number;
            /** @description `exempt` or `reduced`. */
            regime: string;
        };
        /** @description Everybody in the account's scope who is on the list today. */
        ListBadges: {
            badges: components["schemas"]["ListBadge"][];
            /** @description What still leads to an inspection. */
            remaining: string[];
        };
        /** @description A category. */
        ListCategory: {
            basis: components["schemas"]["RuleBasis"];
            id: string;
            name: string;
            name_en: string;
            /** Format: int32 */
            number: number;
            /** @description `exempt` or `reduced`. */
            regime: string;
        };
        /** @description A criterion with what came of it. */
        ListChecked: {
            basis: components["schemas"]["RuleBasis"];
            name: string;
            name_en: string;
            /**
             * @description What was seen: one key of `not_given`, `not_monitored`, `record_of`, `days`, `none_since`, `permit`, `score`, `alarms`,
             *     `alarms_since`, `per_mille`, `trade`, `recognised`, `monitored`, or its value behind it.
             */
            seen: Record<string, never>;
            /** @description `met`, `failed` or `unknown`. */
            verdict: string;
        };
        /**
         * @description What an account may do with an enterprise.
         * @enum {string}
         */
        ListCommand: "propose" | "withdraw" | "review" | "object" | "answer" | "enter" | "renew" | "propose_removal" | "keep" | "remove";
        /** @description How an enterprise stands. */
        ListEntry: {
            category: components["schemas"]["ListCategory"];
            district: components["schemas"]["Named"];
            enterprise: components["schemas"]["Named"];
            /** @description The last day on which it holds. */
            last_day?: string | null;
            listed_since?: components["schemas"]["Time"] | null;
            notice_until?: components["schemas"]["Time"] | null;
            objections_open: number;
            proposed_at: components["schemas"]["Time"];
            /** @description Whether its removal is proposed. */
            removal: boolean;
            stage: components["schemas"]["ListStage"];
        };
        /** @description The proposal that counts. */
        ListEntryDetail: components["schemas"]["ListEntry"] & {
            /** @description How it ended, in the words of who ended it. */
            ended?: string | null;
            notice?: components["schemas"]["ListNotice"] | null;
            /** @description `enterprise` or `bureau`. */
            proposed_by: string;
            removal_proposal?: components["schemas"]["ListRemoval"] | null;
            report: components["schemas"]["ListReport"];
            statement: string;
        };
        /** @description A notice to the public. */
        ListNotice: {
            objections: components["schemas"]["ListObjection"][];
            /** @description What the reviewer says of what the machine did not know, by rule. */
            settled: Record<string, never>;
            since: components["schemas"]["Time"];
        };
        /** @description An objection. */
        ListObjection: {
            at: components["schemas"]["Time"];
            finding?: string | null;
            summary: string;
            upheld?: boolean | null;
        };
        /** @description That an entry is to be removed. */
        ListRemoval: {
            at: components["schemas"]["Time"];
            broken: components["schemas"]["ListChecked"][];
            /** @description Whether the machine proposes it. */
            machine: boolean;
            reason?: string | null;
        };
        /** @description What the machine found. */
        ListReport: {
            checked: components["schemas"]["ListChecked"][];
            day: string;
        };
        /** @description How the list is kept today. */
        ListRule: {
            basis: components["schemas"]["RuleBasis"];
            /** Format: int32 */
            notice_working_days: number;
            /** @description What still leads to an inspection: `complaint`, `assignment`, `anomaly`, `emergency`. */
            remaining: string[];
            /** Format: int32 */
            valid_months: number;
        };
        /**
         * @description How a proposal or entry stands.
         * @enum {string}
         */
        ListStage: "proposed" | "withdrawn" | "declined" | "on_notice" | "objection" | "listed" | "expired" | "removed";
        /** @description Everything about an enterprise and the list. */
        ListStanding: {
            district: components["schemas"]["Named"];
            enterprise: components["schemas"]["Named"];
            entry?: components["schemas"]["ListEntryDetail"] | null;
            /** @description The last one first. */
            history: components["schemas"]["ListStep"][];
            may: components["schemas"]["ListCommand"][];
            rule?: components["schemas"]["ListRule"] | null;
            /**
             * Format: int64
             * @description What a command's `If-Match` must say.
             */
            version: number;
        };
        /** @description Something that happened. */
        ListStep: {
            at: components["schemas"]["Time"];
            /** @description Who did it; empty to those who need not know, `machine` for the machine. */
            by: string;
            /**
             * @description `proposed`, `withdrawn`, `declined`, `notice_begun`, `objected`, `objection_answered`, `entered`, `renewed`,
             *     `removal_proposed`, `kept` or `removed`.
             */
            kind: string;
            /** Format: int64 */
            sequence: number;
            /** @description The words that came with it. */
            words?: string | null;
        };
        /** @description A registered logger with what it reports for. */
        Logger: {
            device?: components["schemas"]["Device"] | null;
            mn: string;
            /** Format: int32 */
            realtime_interval_s: number;
            target: components["schemas"]["DeviceTarget"];
        };
        /** @description What came of the machine's look at everybody who is on the list. */
        LookedAgain: {
            /** @description Of how many it proposes the removal. */
            proposed: number;
        };
        /** @description Hours that do not count, by why. */
        LostHours: {
            /** Format: int32 */
            hours: number;
            /**
             * @description `missing`, `mark_D` and the like, `marked_device_fault` and the like (what the enterprise marks), the code of a
             *     problem, `few_minutes` or `no_value`.
             */
            reason: string;
        };
        /** @description Everything the map draws. */
        Map: {
            districts: components["schemas"]["District"][];
            enterprises: components["schemas"]["EnterpriseSummary"][];
            now: components["schemas"]["Time"];
            outlets: components["schemas"]["OutletPoint"][];
            stations: components["schemas"]["StationSummary"][];
            /** @description Tile address of the configuration, if there is one. */
            tiles?: string | null;
            wind?: components["schemas"]["Wind"] | null;
        };
        /** @description A marking. */
        Marking: {
            changed_at?: components["schemas"]["Time"] | null;
            /** @description `device` or `work_condition`. */
            class: string;
            /**
             * Format: int32
             * @description Of these, those that it excuses, for some factor at least.
             */
            excused_hours: number;
            /** @description Which factors; all, if empty. */
            factors: components["schemas"]["Named"][];
            files: components["schemas"]["FileLink"][];
            from: components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Its hours.
             */
            hours: number;
            id: string;
            /**
             * Format: int32
             * @description Of these, those that it makes invalid.
             */
            invalid_hours: number;
            kind: string;
            last?: components["schemas"]["HourEffect"] | null;
            marked_at: components["schemas"]["Time"];
            /** @description Whether the account may change or withdraw it now. */
            may_change: boolean;
            /** @description Whether the account may accept or contest it. */
            may_review: boolean;
            outlet: string;
            reason: string;
            review?: components["schemas"]["MarkingReview"] | null;
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
            /** @description Why it was taken back, where it was. */
            withdrawn?: string | null;
        };
        /** @description A marking is as it was said. */
        MarkingAcceptance: {
            reason?: string;
        };
        /** @description There is nothing more to mark. */
        MarkingConfirmation: Record<string, never>;
        /** @description A marking is not as it was said. */
        MarkingContest: {
            reason: string;
            /** @description Whether it is thought to be false on purpose. */
            suspected_false?: boolean;
        };
        /** @description How many outlets stand so. */
        MarkingCount: {
            outlets: number;
            standing: components["schemas"]["MarkingStanding"];
        };
        /** @description One outlet's day. */
        MarkingDay: {
            /** @description Everything that the outlet measures. */
            channels: components["schemas"]["Named"][];
            confirmed_at?: components["schemas"]["Time"] | null;
            /** @description As in `2020-08-30`. */
            day: string;
            enterprise: components["schemas"]["Named"];
            /** @description The factors that have a limit, or all where none has one. */
            factors: components["schemas"]["MarkingFactor"][];
            /** @description The kinds of marks that the rule has. */
            kinds: components["schemas"]["MarkingKindRule"][];
            /** @description Those that touch the day, withdrawn ones too. */
            markings: components["schemas"]["Marking"][];
            /** @description Whether it may confirm it now. */
            may_confirm: boolean;
            /** @description Whether this account may mark the day now. */
            may_mark: boolean;
            /** @description When this was told. */
            now: components["schemas"]["Time"];
            outlet: components["schemas"]["Named"];
            rule?: components["schemas"]["MarkingRule"] | null;
            trade: components["schemas"]["Named"];
        };
        /** @description A day over the account's outlets. */
        MarkingDayList: {
            /** @description How many outlets of the scope stand how. */
            counts: components["schemas"]["MarkingCount"][];
            /** @description As in `2020-08-30`. */
            day: string;
            items: components["schemas"]["MarkingDayRow"][];
            next_cursor?: string | null;
            now: components["schemas"]["Time"];
            rule?: components["schemas"]["MarkingRule"] | null;
            total: number;
        };
        /** @description An outlet's day in a list. */
        MarkingDayRow: {
            confirmed_at?: components["schemas"]["Time"] | null;
            contested: number;
            district: components["schemas"]["Named"];
            enterprise: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description Of these, those that a work condition excuses.
             */
            excused: number;
            /**
             * Format: int64
             * @description Of these, those of hours that a device mark makes invalid.
             */
            invalid: number;
            markings: number;
            outlet: components["schemas"]["Named"];
            /**
             * Format: int64
             * @description Hour means over their limit, counted over the factors.
             */
            over: number;
            standing: components["schemas"]["MarkingStanding"];
            /** @description Of these, those that the bureau has not reviewed. */
            to_review: number;
        };
        /** @description The day of a factor. */
        MarkingFactor: {
            factor: string;
            /** @description As many as have begun. */
            hours: components["schemas"]["MarkingHour"][];
            limit?: components["schemas"]["Limit"] | null;
            name: string;
            name_en: string;
            unit: string;
        };
        /** @description An hour of a factor. */
        MarkingHour: {
            /** Format: double */
            converted?: number | null;
            /** @description What the device says, empty where it says nothing. */
            device_mark: string;
            effect?: components["schemas"]["HourEffect"] | null;
            /** @description Whether it is over (or under) the limit; absent without a limit or a figure that is evidence. */
            over?: boolean | null;
            start: components["schemas"]["Time"];
            /** @description As in statistics: `valid`, `stopped`, `missing`, or why it is invalid. */
            state: string;
            /**
             * Format: double
             * @description The mean as it came, whether it counts or not.
             */
            value?: number | null;
        };
        /** @description A kind of mark, with what it does in the outlet's trade. */
        MarkingKindRule: {
            /** @description `device` or `work_condition`. */
            class: string;
            /** Format: int32 */
            extended_hours?: number | null;
            /** @description What the limit is for, as in 水泥窑. */
            facility?: string | null;
            facility_en?: string | null;
            /** @description The factors that the limit is for; all, if empty. */
            factors: string[];
            kind: string;
            /**
             * Format: int32
             * @description For how many hours it excuses; absent for device marks, and where no limit is known.
             */
            limit_hours?: number | null;
            rule?: components["schemas"]["RuleBasis"] | null;
        };
        /** @description What the bureau says of a marking. */
        MarkingReview: {
            at: components["schemas"]["Time"];
            by?: components["schemas"]["Person"] | null;
            reason: string;
            /** @description `accepted`, `contested` or `suspected_false`. */
            verdict: string;
        };
        /** @description The rule on marking of a day. */
        MarkingRule: {
            /** @description Until when the day is marked, exclusive. */
            deadline: components["schemas"]["Time"];
            false_marking?: components["schemas"]["RuleBasis"] | null;
            /** @description Whether it may still be marked. */
            open: boolean;
            rule: components["schemas"]["RuleBasis"];
        };
        /**
         * @description How an outlet's day stands.
         * @enum {string}
         */
        MarkingStanding: "open" | "marked" | "confirmed" | "no_objection" | "no_rule";
        /** @description Why a marking is taken back. */
        MarkingWithdrawal: {
            reason: string;
        };
        /** @description That an alarm is handled with another, or ended with it. */
        Merge: {
            at: components["schemas"]["Time"];
            /** @description Why the machine proposed it, if it did. */
            facts: components["schemas"]["Fact"][];
            leading: components["schemas"]["AlarmReference"];
            /** @description Why, in words; not for enterprises. */
            reason?: string | null;
        };
        /** @description Body of `merge`. */
        MergeInto: {
            /** @description The alarm to handle it with. */
            into: string;
            /** @description Why; may be left out where the machine proposes the same. */
            reason?: string | null;
        };
        /** @description What the machine proposes to merge; a person decides. */
        MergeProposal: {
            facts: components["schemas"]["Fact"][];
            illustrative: boolean;
            /** @description The cause. */
            leading: components["schemas"]["AlarmReference"];
            /** @description What it may explain. */
            merged: components["schemas"]["AlarmReference"];
            pack: string;
            /** @description The rule's id in its pack, and what of it is unverified or made up. */
            rule: string;
            unverified: boolean;
        };
        /** @description A power meter. */
        Meter: {
            id: string;
            latest?: components["schemas"]["LatestReading"] | null;
            /** Format: double */
            rated_kw?: number | null;
        };
        /** @description A registered meter with what it is wired to. */
        MeterDevice: {
            device?: components["schemas"]["Device"] | null;
            id: string;
            target: components["schemas"]["DeviceTarget"];
        };
        /** @description The alarms of a month. */
        MonthPrecision: {
            judged: components["schemas"]["Judged"];
            /** @description `2020-08`, in China. */
            month: string;
        };
        /** @description Something with a code and a name in both languages. */
        Named: {
            code: string;
            name: string;
            name_en: string;
        };
        /** @description A case to open. */
        NewCase: {
            /** @description The act as packs name it. */
            act?: string | null;
            /** @description The alarm from which it comes; its party is the alarm's. */
            alarm?: string | null;
            /** @description The last day of the act. */
            ended_on?: string | null;
            /** @description The day on which the lead was first checked. */
            found_on: string;
            /** @description Other investigators, by account id. */
            investigators?: string[];
            /** @description The party, by its credit code; needed without an alarm. */
            party?: string | null;
            /** @description Why it is opened by hand; needed without an alarm. */
            reason?: string | null;
            suspected: string;
        };
        /** @description Whom to give a secret. */
        NewCredential: {
            /** @description From when on it no longer holds (RFC 3339). */
            expires_at?: string | null;
            /** @description `meter:` and the id of a registered meter, or `push:` and a name for the program (letters, digits, `-`, `_`, `.`). */
            holder: string;
            /** @description For which sources a push client may send, as in `station:1335A`; none for a meter. */
            sources?: string[];
        };
        /** @description What somebody asks of a logger. */
        NewDeviceRequest: {
            /** @description As in `set_realtime_interval`. */
            kind: string;
            /** @description Why; needed where it changes how the device measures or is reached. */
            reason?: string | null;
            /** @description The values, by the names of the protocol, as in `RtdInterval`. */
            values?: {
                [key: string]: string;
            };
        };
        /** @description An attempt to open. */
        NewDraw: {
            /** @description The occasion: letters, digits, `-`, `_`, `.`. */
            id: string;
            /** @description The bureau's own first; none if chance comes from the beacon. */
            parties: components["schemas"]["NewParty"][];
            /**
             * Format: int32
             * @description The year of the plan under which it is drawn, if it is under one.
             */
            plan?: number | null;
            title: string;
            visits_from: string;
            visits_until: string;
        };
        /**
         * @description What a logger is told at its first connection. What is not said is as the standard has it, and the interval of
         *     real-time data as the register has it.
         */
        NewFirstConnection: {
            /**
             * @description Whether it is to send the state of treatment facilities.
             * @default false
             */
            facilities: boolean;
            /**
             * Format: int32
             * @description For how long its minute data stands, min.
             * @default null
             */
            minute_interval_min: number | null;
            /**
             * Format: int32
             * @description How long the logger waits for an answer, s.
             * @default null
             */
            over_time_s: number | null;
            /**
             * Format: int32
             * @description How often it sends real-time data, s.
             * @default null
             */
            realtime_interval_s: number | null;
            /**
             * Format: int32
             * @description How often it sends again.
             * @default null
             */
            retries: number | null;
        };
        /** @description An inspection that nobody drew. */
        NewInspection: {
            /** @description The alarm that led to it. */
            alarm?: string | null;
            cause: components["schemas"]["InspectionCauseKind"];
            /** @description The credit code. */
            enterprise: string;
            /** @description The last day of the visit. */
            until?: string | null;
            /** @description What led to it. */
            words: string;
        };
        /** @description A plan to draft. */
        NewInspectionPlan: {
            pools: components["schemas"]["NewPlanPool"][];
        };
        /** @description A marking to be made, or what one shall say instead. */
        NewMarking: {
            /** @description Codes of factors; all, if there are none. */
            factors?: string[];
            /** @description Hashes of uploaded files. */
            files?: string[];
            /** @description RFC 3339, a whole hour. */
            from: string;
            /** @description As in `cold_start`. */
            kind: string;
            reason: string;
            /** @description RFC 3339, a whole hour, exclusive. */
            to: string;
        };
        /** @description Another name of an object. */
        NewName: {
            name: string;
            reason: string;
            /** @description Its first day. */
            since: string;
        };
        /** @description A new order. */
        NewOrder: {
            /**
             * Format: double
             * @description The share of rated power that it allows, per cent, below 100; 0 stops production.
             */
            allowed_percent: number;
            /** @description The document that orders it, as in its number. */
            document: string;
            /** @description RFC 3339. */
            from: string;
            /** @description Ids of the lines that it binds; all of the enterprise, if none. */
            lines?: string[];
            /** @description RFC 3339, exclusive. */
            to: string;
        };
        /** @description Somebody who is to add chance. */
        NewParty: {
            /** @description The login of the account that speaks for it. */
            login: string;
            party: string;
            role: string;
        };
        /**
         * @description The pools, officers and what is known of them, as docs/draw.md §9 writes them. The rest of the plan follows from
         *     the draw.
         */
        NewPlan: {
            /** @description Who draws. */
            authority: string;
            /**
             * Format: int32
             * @description How long parties have to reveal, or how far ahead the beacon's round is, minutes.
             */
            minutes: number;
            officers: Record<string, never>[];
            pairings?: Record<string, never>[];
            pools: Record<string, never>[];
            recusals?: Record<string, never>[];
        };
        /** @description What is to be drawn of a pool. */
        NewPlanPool: {
            id: string;
            quarters: number[];
            /** @description Why so many; needed where that is not what a rule says. */
            reason?: string | null;
        };
        /** @description Which period. */
        NewReplay: {
            /** @description The first day, in China, as in `2020-08-01`. */
            from: string;
            /** @description The last day. */
            to: string;
        };
        /** @description A new rule. */
        NewRule: {
            extent?: components["schemas"]["RuleExtent"] | null;
            kind: string;
            reason: string;
            /** @description RFC 3339; without it, it judges from its activation on. */
            valid_from?: string | null;
            /** @description RFC 3339, exclusive; without it, it judges without end. */
            valid_to?: string | null;
            /** @description By the code of the parameter; what is not named keeps its default. */
            values: {
                [key: string]: number;
            };
        };
        /** @description A new stop. */
        NewStop: {
            /** @description RFC 3339. */
            from: string;
            reason: string;
            /** @description RFC 3339, exclusive. */
            to: string;
        };
        /** @description Something that everybody should know now. */
        NoticeBody: {
            code: string;
            en: string;
            zh: string;
        };
        /**
         * @description What was said of who an object is.
         * @enum {string}
         */
        ObjectChangeKind: "renamed" | "merged";
        /** @description A change of who is who. */
        ObjectChangeRow: {
            at: components["schemas"]["Time"];
            by: string;
            /** @description The object that was renamed, or given up. */
            code: string;
            /** @description The former name, or the code that was given up. */
            from: string;
            id: string;
            kind: components["schemas"]["ObjectChangeKind"];
            may_undo: boolean;
            reason: string;
            /** @description The first day of the new name. */
            since?: string | null;
            /** @description The name of now, or the code that was kept. */
            to: string;
            undone?: components["schemas"]["LibraryUndone"] | null;
        };
        /** @description What the bureau's records say, as days. */
        ObjectRecord: {
            emergencies: string[];
            false_data: string[];
            known_until: string;
            penalties: string[];
        };
        /** @description An officer who may be assigned. */
        Officer: {
            branch: components["schemas"]["Named"];
            id: string;
            name: string;
        };
        /** @description An officer for the visits of a draw. */
        OfficerCandidate: {
            name: string;
            officer: Record<string, never>;
            standing: components["schemas"]["OfficerStanding"];
            unit: string;
        };
        /** @description Whether an officer may go, and why not. */
        OfficerStanding: {
            /** @enum {string} */
            kind: "may_go";
        } | {
            from: string;
            /** @enum {string} */
            kind: "on_leave";
            until: string;
        } | {
            from: string;
            /** @enum {string} */
            kind: "not_certified";
            until: string;
        };
        /** @description What a tracing begins with: an alarm, or a station, a factor, a time and the reason. */
        OpenTracing: {
            alarm?: string | null;
            factor?: string | null;
            /** @description The anomaly, from … */
            from?: string | null;
            reason?: string | null;
            station?: string | null;
            /** @description … until. */
            to?: string | null;
        };
        /** @description Why an order is lifted. */
        OrderLifting: {
            reason: string;
        };
        /**
         * @description How an order stands.
         * @enum {string}
         */
        OrderState: "coming" | "in_force" | "over" | "lifted";
        /** @description A line that an order can bind. */
        OrderableLine: {
            id: string;
            /** @description Whether a power meter says what it does: without one nothing is told of it. */
            metered: boolean;
            name: string;
            name_en: string;
            /**
             * Format: double
             * @description kW; a limit is a share of it and is not watched without.
             */
            rated_kw?: number | null;
        };
        /**
         * @description What a verification found.
         * @enum {string}
         */
        Outcome: "violation" | "equipment_fault" | "declared_condition" | "normal" | "cannot_verify";
        /** @description Everything about one outlet. */
        Outlet: components["schemas"]["OutletSummary"] & {
            alarms: components["schemas"]["AlarmSummary"][];
            channels: components["schemas"]["Channel"][];
            device?: components["schemas"]["Device"] | null;
            district: string;
            enterprise_named: components["schemas"]["Named"];
            limits: components["schemas"]["Limit"][];
            lines: components["schemas"]["Line"][];
            /** @description Its logger's number. */
            mn?: string | null;
            release?: components["schemas"]["OutletRelease"] | null;
            treatment_units: components["schemas"]["TreatmentUnit"][];
        };
        /** @description An outlet on the map: how it stands, and not what it measures. A city has ten thousand of them. */
        OutletPoint: {
            enterprise: string;
            id: string;
            last_seen?: components["schemas"]["Time"] | null;
            /** @description `air` or `water`. */
            medium: string;
            name: string;
            name_en: string;
            place: components["schemas"]["Place"];
            status: components["schemas"]["Status"];
        };
        /** @description All factors of an outlet over one span. */
        OutletReadings: {
            from: components["schemas"]["Time"];
            /** @description One for each channel of the outlet, in its order. */
            series: components["schemas"]["Series"][];
            to: components["schemas"]["Time"];
        };
        /** @description How what leaves an outlet enters the air, as far as the register tells. */
        OutletRelease: {
            /**
             * Format: double
             * @description m.
             */
            diameter_m?: number | null;
            /**
             * Format: double
             * @description ℃.
             */
            exhaust_celsius?: number | null;
            /**
             * Format: double
             * @description m/s.
             */
            exhaust_m_s?: number | null;
            /**
             * Format: double
             * @description m above the ground.
             */
            height_m?: number | null;
            /** @description What part of an emission, by mass, each factor is. */
            profile: components["schemas"]["OutletShare"][];
            profile_source?: string | null;
        };
        /** @description A factor's part of an emission. */
        OutletShare: {
            factor: components["schemas"]["Named"];
            /**
             * Format: double
             * @description 0 to 1.
             */
            share: number;
        };
        /** @description The month's or quarter's table of one outlet. */
        OutletStatistics: {
            counted_from?: components["schemas"]["Time"] | null;
            enterprise: components["schemas"]["Named"];
            factors: components["schemas"]["TableFactor"][];
            /** @description The longest gaps first in time, at most 500. */
            gaps: components["schemas"]["HourGap"][];
            /** @description How many more there are. */
            gaps_left_out: number;
            /** @description `air` or `water`. */
            medium: string;
            outlet: components["schemas"]["Named"];
            period: components["schemas"]["PeriodSpan"];
            rates: components["schemas"]["Rates"];
            targets: components["schemas"]["RateTarget"][];
            validity?: components["schemas"]["ValidityRule"] | null;
        };
        /** @description An outlet with its latest readings. */
        OutletSummary: components["schemas"]["OutletPoint"] & {
            readings: components["schemas"]["LatestReading"][];
        };
        /**
         * @description What values a parameter takes.
         * @enum {string}
         */
        ParameterForm: "number" | "whole" | "switch";
        /** @description One part of the process. */
        Part: {
            /** @description What is wrong and what still works. */
            detail?: string | null;
            name: string;
            ok: boolean;
        };
        /** @description The period of a statistic. */
        PeriodSpan: {
            /** @description `2020-08`, `2020-Q3` or `2020`. */
            code: string;
            from: components["schemas"]["Time"];
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
            /** @description Until when hours are counted: the end, or the last hour that should have come by now. */
            until: components["schemas"]["Time"];
        };
        /** @description An account, by name: only for those who may see it. */
        Person: {
            id: string;
            name: string;
        };
        /** @description A point on the ground, WGS-84 degrees. */
        Place: {
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
        };
        /** @description Which draft was read. */
        PlanApproval: {
            /** Format: int32 */
            draft: number;
        };
        /** @description A draft. */
        PlanDraft: {
            decided_at?: components["schemas"]["Time"] | null;
            /** @description Who approved it or gave it back. */
            decided_by?: string | null;
            drafted_at: components["schemas"]["Time"];
            drafted_by: string;
            /**
             * Format: int32
             * @description Which draft of the year, from 1.
             */
            number: number;
            pools: components["schemas"]["PlanPool"][];
            /** @description Why it was given back. */
            reason?: string | null;
        };
        /** @description What a plan says of a pool. */
        PlanPool: {
            /** Format: int32 */
            drawn: number;
            id: string;
            /** Format: int32 */
            left: number;
            /**
             * Format: int32
             * @description How many objects it had when the plan was drafted.
             */
            objects: number;
            /** Format: int32 */
            planned: number;
            /** @description The first quarter first. */
            quarters: components["schemas"]["PlanQuarter"][];
            /** @description Why so many, where that is not what a rule says. */
            reason?: string | null;
            rule?: components["schemas"]["RuleBasis"] | null;
            title: string;
        };
        /** @description What the libraries and the rules give for a year. */
        PlanProposal: {
            pools: components["schemas"]["ProposedPool"][];
            /** Format: int32 */
            year: number;
        };
        /** @description A quarter of a pool. */
        PlanQuarter: {
            /**
             * Format: int32
             * @description By draws under the plan whose visits begin in the quarter.
             */
            drawn: number;
            /** Format: int32 */
            left: number;
            /** Format: int32 */
            planned: number;
        };
        /** @description Which draft was read, and why it is given back. */
        PlanReturn: {
            /** Format: int32 */
            draft: number;
            reason: string;
        };
        /** @description One reading of a series. */
        Point: {
            /** @description Whether it came later than it was due. */
            backfill: boolean;
            /**
             * Format: double
             * @description Converted (折算) to the reference oxygen.
             */
            converted?: number | null;
            /** @description The device's mark, empty where it sent none. */
            mark: string;
            /** Format: double */
            max?: number | null;
            /** Format: double */
            min?: number | null;
            /** @description Codes of what is wrong with the reading. */
            problems: string[];
            /** @description The sampling instant, or the start of the interval. */
            time: components["schemas"]["Time"];
            /**
             * Format: double
             * @description The sample, or the mean; absent where the device sent no number.
             */
            value?: number | null;
        };
        /** @description Objects of a pool, by how their permit is managed. */
        PoolCandidates: {
            candidates: Record<string, never>[];
            classes: components["schemas"]["PoolClass"][];
            id: string;
            quota?: components["schemas"]["PoolQuota"] | null;
            title: string;
        };
        /** @description What earns a weight. */
        PoolClass: {
            id: string;
            title: string;
        };
        /** @description How many objects of a pool are drawn by rule. */
        PoolQuota: {
            /**
             * Format: int32
             * @description So many were, by other draws whose visits begin in the period.
             */
            drawn: number;
            /**
             * Format: int32
             * @description So many are left, of those that may be drawn.
             */
            left: number;
            /** @description `quarter` or `year`. */
            period: string;
            /**
             * Format: int32
             * @description Which draft of the plan of the year says so; nothing where a rule does.
             */
            plan?: number | null;
            rule?: components["schemas"]["RuleBasis"] | null;
            /**
             * Format: int32
             * @description At least so many in the period.
             */
            wanted: number;
            /** @description The rule or plan with the figures, in the words of a plan. */
            words: string;
        };
        /** @description Everybody whom the account may see. */
        PositiveList: {
            categories: components["schemas"]["ListCategory"][];
            /** @description How many stand at which stage, whatever was asked for. */
            counts: Record<string, never>;
            items: components["schemas"]["ListEntry"][];
            /** @description Whether this account decides. */
            may_decide: boolean;
            /** @description Whether it may propose somebody. */
            may_propose: boolean;
            rule?: components["schemas"]["ListRule"] | null;
        };
        /** @description What became of the alarms of each kind. */
        PrecisionReport: {
            kinds: components["schemas"]["KindPrecision"][];
            /** @description Alarms raised from then on. */
            since: components["schemas"]["Time"];
        };
        /** @description The body of every error answer. */
        ProblemBody: {
            /** @description A stable code, as in `version_conflict`. */
            code: string;
            /**
             * Format: int64
             * @description The version that the thing has now, after a conflict.
             */
            current_version?: number | null;
            /** @description What was kept and what to do, in Chinese. */
            detail?: string | null;
            /** @description What was kept and what to do, in English. */
            detail_en?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What happened, in Chinese. */
            title: string;
            /** @description What happened, in English. */
            title_en: string;
            /** @description `about:blank`: the code says what it is. */
            type: string;
        };
        /** @description An order to limit or stop production. */
        ProductionOrder: {
            /**
             * Format: double
             * @description The share of rated power that it allows, per cent; 0 stops production.
             */
            allowed_percent: number;
            document: string;
            enterprise: string;
            from: components["schemas"]["Time"];
            id: string;
            /** @description Why it was lifted before its end. */
            lifted?: string | null;
            /** @description Ids of the lines that it binds; all of the enterprise, if none. */
            lines: string[];
            state: components["schemas"]["OrderState"];
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
        };
        /** @description The orders that bind an enterprise, the last one first. */
        ProductionOrderList: {
            items: components["schemas"]["ProductionOrder"][];
            /** @description What can be ordered. */
            lines: components["schemas"]["OrderableLine"][];
            /** @description Whether this account may issue and lift them. */
            may_order: boolean;
        };
        /** @description In what a logger deviates. */
        ProfileBody: {
            /** @description `hj212`, `modbus`, `modbus-swapped` or `off`. */
            crc_mode: string;
            /**
             * Format: int32
             * @description The length it declares less the true one, bytes: -12 to 12.
             */
            length_offset?: number;
        };
        /** @description That an event stands in the ledger: hash the entry as RFC 6962 says and walk up the path. */
        ProofBody: {
            /** @description The signed checkpoint of that size. */
            checkpoint: string;
            /** @description The exact stored bytes of the event, which are JSON text. */
            entry: string;
            /** @description SHA-256(0x00 ‖ entry), base64. */
            leaf_hash: string;
            /** @description The hashes from leaf to root, base64. */
            path: string[];
            /** @description Its root, base64. */
            root: string;
            /** Format: int64 */
            sequence: number;
            /**
             * Format: int64
             * @description The size of the tree that the proof is for.
             */
            size: number;
        };
        /** @description A proposal of what a sheet means. */
        Proposal: {
            /** @description The first rows below the headings, as the file shows them. */
            first_rows: string[][];
            /** @description The heading of each column. */
            headings: string[];
            /** @description What its columns seem to mean; `docs/import.md` describes the form. */
            mapping: Record<string, never>;
            /** @description What stands in the way of using the mapping: `no_time`, `no_source` … */
            problems: string[];
        };
        /** @description A pool of the libraries. */
        ProposedPool: {
            id: string;
            /** Format: int32 */
            objects: number;
            /** @description How many the rule asks for in each quarter; nothing where no pack says. */
            quarters?: number[] | null;
            rule?: components["schemas"]["RuleBasis"] | null;
            title: string;
        };
        /** @description An attempt whose plan was frozen. */
        PublicAttempt: {
            commitment: string;
            committed_at: components["schemas"]["Time"];
            deadline?: components["schemas"]["Time"] | null;
            /** Format: int32 */
            number: number;
            /** @description The shares of the parties, by party; empty where chance comes from the beacon. */
            parties: components["schemas"]["PublicParty"][];
            round?: components["schemas"]["DrawRound"] | null;
            stage: components["schemas"]["DrawStage"];
            void?: components["schemas"]["DrawVoid"] | null;
        };
        /** @description What everybody may know of a draw before its record is published: that a plan was frozen, and its commitment. */
        PublicDraw: {
            attempts: components["schemas"]["PublicAttempt"][];
            id: string;
            /** @description Whether the record is public. */
            published: boolean;
            title: string;
        };
        /** @description What everybody may know of draws. */
        PublicDraws: {
            /** @description The one opened last first. Those whose plan is not frozen are not among them. */
            draws: components["schemas"]["PublicDraw"][];
            now: components["schemas"]["Time"];
        };
        /** @description What is left out of results. */
        PublicLeftOut: {
            /** @description Why; nothing where no pack says, and it is left out nevertheless. */
            reason?: string | null;
            reason_en?: string | null;
            /** @description Of how many. */
            results: number;
            rule?: components["schemas"]["RuleBasis"] | null;
            /** @description `individual`, `words`, `officers` or `case`. */
            what: string;
        };
        /** @description What everybody may know of an enterprise on the list. */
        PublicListEntry: {
            category: components["schemas"]["ListCategory"];
            district: components["schemas"]["Named"];
            enterprise: components["schemas"]["Named"];
            /** @description The last day on which the entry holds. */
            last_day?: string | null;
            notice_until?: components["schemas"]["Time"] | null;
            /** @description Since when it is shown, or on the list. */
            since: components["schemas"]["Time"];
        };
        /**
         * @description What an inspection found, as far as everybody may know it.
         * @enum {string}
         */
        PublicOutcome: "nothing" | "put_right" | "handed";
        /** @description A party of a draw. */
        PublicParty: {
            party: string;
            revealed: boolean;
            role: string;
            share: string;
        };
        /** @description What everybody may know. */
        PublicPositiveList: {
            categories: components["schemas"]["ListCategory"][];
            /** @description Who is on the list today, by name. */
            listed: components["schemas"]["PublicListEntry"][];
            now: components["schemas"]["Time"];
            /** @description Whom somebody may object to, the notice that ends first first. */
            on_notice: components["schemas"]["PublicListEntry"][];
            rule?: components["schemas"]["ListRule"] | null;
        };
        /** @description What came of an inspection. */
        PublicResult: {
            /** @description The credit code, which the record of the draw has as well. */
            code: string;
            district: components["schemas"]["Named"];
            /** @description The day. */
            done_on: string;
            /** @description Nothing where it is left out. */
            name?: string | null;
            outcome: components["schemas"]["PublicOutcome"];
            way: components["schemas"]["InspectionWay"];
        };
        /** @description What came of the inspections of a draw, as far as everybody may know it. */
        PublicResults: {
            /** @description How many do not take place. */
            given_up: number;
            /** @description What is left out of them, and why. */
            left_out: components["schemas"]["PublicLeftOut"][];
            /** @description How many are not done yet. */
            open: number;
            /** @description Those that are done, by their day. */
            results: components["schemas"]["PublicResult"][];
        };
        /** @description By when the results of a draw are to be public. */
        PublishBy: {
            /** @description The first day on which one that is done is due. */
            day: string;
            /** @description Whether that day is over. */
            over: boolean;
            rule: components["schemas"]["RuleBasis"];
        };
        /** @description What became of a request: `received = stored + duplicates + refused`. */
        PushAnswer: {
            duplicates: number;
            /** @description One for each reading, in the order of the request. */
            outcomes: components["schemas"]["PushOutcome"][];
            received: number;
            refused: number;
            /** @description Of the stored ones, those that stand beside another value. */
            revised: number;
            /** @description In the lake because of this request, the revised ones among them. */
            stored: number;
        };
        /** @description What became of one reading. */
        PushOutcome: {
            /** @description `stored`, `revised`, `duplicate` or `refused`. */
            outcome: string;
            /** @description Why it was refused, as a stable code. */
            reason?: string | null;
        };
        /** @description What the effective rate should reach. More than one where it is not known which binds. */
        RateTarget: {
            /** Format: double */
            percent: number;
            rule: components["schemas"]["RuleBasis"];
        };
        /** @description Transmission of hour data, counted in hours of factors. */
        Rates: {
            /**
             * Format: double
             * @description 传输有效率: their product.
             */
            effective_percent?: number | null;
            /**
             * Format: int32
             * @description Hours that should have come; stopped ones are taken out.
             */
            expected: number;
            lost: components["schemas"]["LostHours"][];
            /** Format: int32 */
            received: number;
            /** Format: int32 */
            stopped: number;
            /**
             * Format: double
             * @description 传输率: received of expected.
             */
            transmission_percent?: number | null;
            /** Format: int32 */
            valid: number;
            /**
             * Format: double
             * @description 有效率: valid of received.
             */
            validity_percent?: number | null;
        };
        /** @description A deviation that a person may accept. */
        ReadableAs: {
            crc_mode: string;
            /**
             * Format: int64
             * @description How many frames in a row.
             */
            frames: number;
            /** Format: int32 */
            length_offset: number;
            since: components["schemas"]["Time"];
        };
        /** @description Data of a `readings` event. */
        ReadingsArrived: {
            now: components["schemas"]["Time"];
            /** @description As in `outlet:91430105MA4L00001X-DA001`. */
            sources: string[];
        };
        /** @description Something that was refused. */
        Refusal: {
            at: components["schemas"]["Time"];
            /** @description The beginning of what was sent. */
            excerpt: string;
            reason: string;
        };
        /** @description What would become of a sheet: `readings = new + revisions + duplicates`. */
        Rehearsal: {
            /**
             * Format: int64
             * @description Of them, rows that hold nothing.
             */
            blank_rows: number;
            /**
             * Format: int64
             * @description Readings that are there already.
             */
            duplicates: number;
            /** @description Why reading would end before the end of the sheet, if it would. */
            ended?: string | null;
            /** @description The first readings. */
            first: components["schemas"]["Shown"][];
            /**
             * Format: int64
             * @description Readings for whose series and time nothing is there.
             */
            new: number;
            /** @description What a person should know, by how often: `formula_value_used`, `merged_name_used` … */
            notes: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Readings that can be made of them.
             */
            readings: number;
            /** @description The first of them, with their rows. */
            refusals: components["schemas"]["ShownRefusal"][];
            /** @description What would be refused, by reason. */
            refused: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Readings for which another value is there; the new one would stand, the former stays as history.
             */
            revisions: number;
            /**
             * Format: int64
             * @description Rows below the headings.
             */
            rows: number;
        };
        /** @description A term that runs out, for whoever asks. */
        Reminder: {
            alarm: components["schemas"]["AlarmSummary"];
            /** @description The asker's own term: an enterprise's is that for explaining. */
            due: components["schemas"]["Due"];
            illustrative: boolean;
            /** @description The rule's id in its pack. */
            rule: string;
            unverified: boolean;
        };
        /** @description How many alarms press for whoever asks. */
        ReminderCounts: {
            /** @description Those whose next step is theirs. */
            mine: number;
            /** @description Those of them whose term is over. */
            overdue: number;
            /** @description Those of which they are reminded: the term runs out soon or is over. */
            reminded: number;
        };
        /** @description What presses for whoever asks, the most pressing first. */
        Reminders: components["schemas"]["ReminderCounts"] & {
            /**
             * @description Deadlines of cases that are over, or will be before the next working day is, where the asker can do what they wait
             *     for: the earliest first, the first fifty.
             */
            cases: components["schemas"]["CaseDue"][];
            /** @description How many of them are over. */
            cases_overdue: number;
            /** @description How many of these there are. */
            cases_reminded: number;
            /** @description The first fifty. */
            items: components["schemas"]["Reminder"][];
        };
        /** @description A past period judged again by a rule. */
        Replay: {
            begun: components["schemas"]["ReplayBegun"];
            /**
             * Format: double
             * @description Which part is done, 0 to 1.
             */
            done: number;
            /** @description Why it failed, for the operator. */
            failure?: string | null;
            from: components["schemas"]["Time"];
            outcome?: components["schemas"]["ReplayOutcome"] | null;
            rule: string;
            /** @description `running`, `done`, `stopped` or `failed`. */
            state: string;
            /** @description Exclusive. */
            to: components["schemas"]["Time"];
        };
        /** @description Who asked for it, when. */
        ReplayBegun: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
        };
        /** @description What a rule would have changed. */
        ReplayOutcome: {
            /** @description Alarms only with it, the first one first; at most 200. */
            appear: components["schemas"]["ReplayedAlarm"][];
            /** Format: int64 */
            appear_count: number;
            /**
             * Format: int64
             * @description Readings that were judged.
             */
            readings: number;
            /**
             * Format: int64
             * @description Alarms with and without it.
             */
            stay: number;
            /** @description Alarms only without it, the first one first; at most 200. */
            vanish: components["schemas"]["ReplayedAlarm"][];
            /** Format: int64 */
            vanish_count: number;
        };
        /** @description An alarm as it would have been raised. */
        ReplayedAlarm: {
            began: components["schemas"]["Time"];
            cleared_at?: components["schemas"]["Time"] | null;
            /** @description The factor's code. */
            factor?: string | null;
            raised_at: components["schemas"]["Time"];
            severity: string;
            subject: components["schemas"]["Subject"];
        };
        /** @description One value that a request carries. */
        RequestParameter: {
            /** @description `number`, `one_of`, `time`, `time_of_day`, `code`, `password` or `text`. */
            form: string;
            /** Format: int32 */
            max?: number | null;
            /** Format: int32 */
            min?: number | null;
            /** @description As in `RtdInterval`. */
            name: string;
            one_of: number[];
            required: boolean;
        };
        /** @description Body of `return`. */
        Return: {
            reason: string;
        };
        /** @description Why a secret is taken away. */
        Revocation: {
            reason: string;
        };
        /** @description How often an enterprise is visited without a cause, and how often at most. */
        RoutineVisits: {
            /** Format: int32 */
            most: number;
            /** @description `quarter` or `year`. */
            period: string;
            rule: components["schemas"]["RuleBasis"];
            /**
             * Format: int32
             * @description Visits of the period, those included that are still to come, and this one if it is one.
             */
            visits: number;
        };
        /** @description A rule. */
        Rule: {
            activated?: components["schemas"]["RuleAct"] | null;
            extent: components["schemas"]["RuleExtentShown"];
            id: string;
            judges_from?: components["schemas"]["Time"] | null;
            judges_to?: components["schemas"]["Time"] | null;
            kind: string;
            /** @description Whether this account may activate it, once it was long enough in shadow. */
            may_activate: boolean;
            /** @description Whether this account may take it back. */
            may_retire: boolean;
            /** @description What of its values this version cannot obey. */
            problems: components["schemas"]["RuleProblem"][];
            proposed: components["schemas"]["RuleAct"];
            reason: string;
            /** @description The rule that took its place. */
            replaced_by?: string | null;
            retired?: components["schemas"]["RuleAct"] | null;
            /** @description Why it was taken back. */
            retired_because?: string | null;
            /** @description From when on it may be activated. */
            shadow_until: components["schemas"]["Time"];
            /** @description `shadow`, `coming`, `in_force` or `over`. */
            state: string;
            valid_from?: components["schemas"]["Time"] | null;
            valid_to?: components["schemas"]["Time"] | null;
            /** @description By the code of the parameter; what is not named keeps its default. */
            values: {
                [key: string]: number;
            };
        };
        /** @description Who did something with a rule, when. */
        RuleAct: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
        };
        /** @description Lets a rule judge. */
        RuleActivation: {
            /** @description The rules in whose place it comes: those that would judge at the same time. */
            replaces: string[];
        };
        /** @description On which rule a figure rests. */
        RuleBasis: {
            /** @description Whether the rule is made up for demonstration. */
            illustrative: boolean;
            pack: string;
            /** @description The rule's id in its pack. */
            rule: string;
            source: string;
            /** @description Whether nobody has checked the rule at its source. */
            unverified: boolean;
            version: string;
        };
        /** @description Every kind with what it is judged by. */
        RuleBook: {
            /** @description Those that a rule can be for. */
            districts: components["schemas"]["Named"][];
            kinds: components["schemas"]["KindRules"][];
            /**
             * Format: int64
             * @description How long a rule runs in shadow at least, h.
             */
            least_shadow_h: number;
            /** @description Whether it may activate what others proposed and take back what judges. */
            may_activate: boolean;
            /** @description Whether this account may propose rules and take back those in shadow. */
            may_propose: boolean;
            now: components["schemas"]["Time"];
            /** @description Those of the enterprises in the register. */
            trades: components["schemas"]["Named"][];
        };
        /** @description A rule with what its shadow found. */
        RuleDetail: {
            rule: components["schemas"]["Rule"];
            shadow: components["schemas"]["ShadowReport"];
        };
        /** @description Whom a new rule is to judge. */
        RuleExtent: {
            kind: components["schemas"]["ExtentKind"];
            /** @description Codes of districts, of trades (GB/T 4754) or of enterprises; empty for the city. */
            of?: string[];
        };
        /** @description Whom a rule judges. */
        RuleExtentShown: {
            kind: components["schemas"]["ExtentKind"];
            /** @description The districts, trades or enterprises; none for the city. */
            of: components["schemas"]["Named"][];
        };
        /** @description What a kind can be tuned by. */
        RuleParameter: {
            code: string;
            /** Format: double */
            default: number;
            form: components["schemas"]["ParameterForm"];
            /** Format: double */
            least: number;
            /** Format: double */
            most: number;
            name: string;
            name_en: string;
            /** @description Empty where it has none. */
            unit: string;
            /**
             * Format: double
             * @description The value now in force.
             */
            value: number;
        };
        /** @description The alarms that a rule raised. */
        RulePrecision: {
            judged: components["schemas"]["Judged"];
            /** @description None where the defaults held. */
            rule?: string | null;
        };
        /** @description Something that is wrong with a rule's values. */
        RuleProblem: {
            en: string;
            zh: string;
        };
        /** @description Takes a rule back. */
        RuleRetirement: {
            reason: string;
        };
        /** @description Another object. */
        SameObject: {
            code: string;
            district: components["schemas"]["Named"];
            name: string;
        };
        /** @description A query that somebody keeps. */
        SavedQueryBody: {
            changed_at: components["schemas"]["Time"];
            id: string;
            name: string;
            /** @description Whether it is the reader's own. */
            own: boolean;
            shared: boolean;
            text: string;
        };
        /** @description What to keep. */
        SavedQueryChange: {
            name: string;
            shared: boolean;
            text: string;
        };
        /** @description How far an account reaches. */
        ScopeBody: {
            code?: string | null;
            /** @description `city`, `district` or `enterprise`. */
            kind: string;
        };
        /** @description A sealed day or month. */
        SealBody: {
            /** Format: int64 */
            bytes: number;
            /** Format: double */
            bytes_per_value?: number | null;
            /**
             * Format: int64
             * @description The sequence of its event in the ledger; null while it is being written.
             */
            event?: number | null;
            /** Format: int64 */
            files: number;
            /**
             * Format: int64
             * @description Values that were replaced, kept beside.
             */
            former_rows: number;
            /** @description `realtime`, `minute`, `hour` or `day`. */
            granularity: string;
            /** @description `2020-08-30`, or `2020-08` for a compacted month. */
            period: string;
            /**
             * Format: int64
             * @description Values that stand.
             */
            rows: number;
            /** @description SHA-256 of its (first) file of values. */
            sha256: string;
            /** @description `sealed`, `pending` (not in the ledger yet) or `damaged`. */
            state: string;
        };
        /** @description The sealed side of the telemetry. */
        SealsBody: {
            /** Format: int64 */
            bytes: number;
            /**
             * Format: double
             * @description Bytes of all files for each figure in them; null where nothing is sealed.
             */
            bytes_per_value?: number | null;
            /** @description Files that are known to be damaged, with what is wrong. */
            damaged: components["schemas"]["DamagedBody"][];
            /** @description The newest first, at most 400. */
            items: components["schemas"]["SealBody"][];
            /**
             * Format: int64
             * @description Sealed days and months in all.
             */
            periods: number;
            /**
             * Format: int64
             * @description Their values that stand, and former ones.
             */
            rows: number;
        };
        /** @description The class of a section. */
        Section: {
            /** Format: int32 */
            assessed: number;
            /**
             * Format: int32
             * @description 1 to 6 (6 is 劣V); absent where nothing could be assessed.
             */
            class?: number | null;
            /** @description The factors that decide. */
            deciding: string[];
            factors: components["schemas"]["SectionFactor"][];
            /** @description Whether it counts as good (优良: I to III). */
            good?: boolean | null;
            /**
             * Format: int32
             * @description How many a whole assessment has.
             */
            indicators?: number | null;
            station: components["schemas"]["Named"];
        };
        /** @description The class of one factor of a section. */
        SectionFactor: {
            /** @description Whether it is part of the section's class. */
            assessed: boolean;
            /**
             * Format: int32
             * @description 1 to 6 (6 is 劣V); absent where no limit is known.
             */
            class?: number | null;
            factor: string;
            /**
             * Format: int32
             * @description Of how many valid hours.
             */
            hours: number;
            /** Format: double */
            mean: number;
            name: string;
            name_en: string;
            rule?: components["schemas"]["RuleBasis"] | null;
            unit: string;
        };
        /** @description Body of `separate`. */
        Separate: {
            reason: string;
        };
        /** @description A span of one series. */
        Series: {
            factor: string;
            /** @description `realtime`, `minute`, `hour` or `day`. */
            granularity: components["schemas"]["Granularity"];
            name: string;
            name_en: string;
            points: components["schemas"]["Point"][];
            /** @description Whether the span held more points than the answer. */
            truncated: boolean;
            unit: string;
        };
        /** @description A series in steps of time. */
        SeriesSummary: {
            factor: string;
            /** @description Of the readings that were summarised. */
            granularity: components["schemas"]["Granularity"];
            name: string;
            name_en: string;
            /**
             * Format: int32
             * @description Length of a step, s.
             */
            step_s: number;
            /** @description In the order of time; steps without a value are left out. */
            steps: components["schemas"]["SummaryStep"][];
            unit: string;
        };
        /** @description What the server says of itself to everybody. */
        ServerBody: {
            /** @description `machine` or `scenario`. */
            clock: string;
            name: string;
            notice?: components["schemas"]["NoticeBody"] | null;
            now: components["schemas"]["Time"];
            /**
             * Format: double
             * @description Scenario seconds a second.
             */
            speed: number;
            version: string;
        };
        /** @description Who is signed in. */
        SessionBody: {
            /** @description What unsafe requests must send as `X-CSRF-Token`. */
            csrf_token: string;
            expires_at: components["schemas"]["Time"];
            user: components["schemas"]["User"];
        };
        /** @description An anomaly that only a rule in shadow told of. */
        ShadowEpisode: {
            began: components["schemas"]["Time"];
            /** @description Whether it has passed. */
            ended: boolean;
            /** @description The factor's code. */
            factor?: string | null;
            seen: components["schemas"]["Time"];
            severity: string;
            subject: components["schemas"]["Subject"];
        };
        /** @description What a rule would have raised while it was in shadow, beside what was raised. */
        ShadowReport: {
            /** @description What it would raise and nobody was told of, the latest first; at most 200. */
            appears: components["schemas"]["ShadowEpisode"][];
            /** Format: int64 */
            appears_count: number;
            from: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Episodes that were only counted, because too many were kept already: they are compared with nothing.
             */
            only_counted: number;
            /**
             * Format: int64
             * @description Alarms of the kind that were raised in that time, of those whom it would judge.
             */
            raised: number;
            /** @description When it left the shadow, or now. */
            to: components["schemas"]["Time"];
            /** @description Alarms that it would not have raised, the latest first; at most 200. */
            vanishes: components["schemas"]["VanishingAlarm"][];
            /** Format: int64 */
            vanishes_count: number;
            /**
             * Format: int64
             * @description Alarms that it would have raised.
             */
            would_raise: number;
        };
        /** @description A share with the interval in which the true one lies with 95 % certainty. */
        Share: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            share: number;
        };
        /** @description A sheet of a file. */
        SheetName: {
            hidden: boolean;
            name: string;
        };
        /** @description The form of an upload. */
        SheetUpload: {
            /**
             * Format: binary
             * @description CSV, `.xlsx` or `.xls`, at most 64 MiB.
             */
            file: string;
        };
        /** @description A reading in a rehearsal. */
        Shown: {
            /** @description `new`, `revision` or `duplicate`. */
            becomes: string;
            /** @description Of what. */
            factor: string;
            /** @description What is doubtful about it. */
            problems: string[];
            /**
             * Format: int32
             * @description The row it stands in.
             */
            row: number;
            /** @description Whose. */
            source: string;
            /** @description When, in China's time. */
            time: string;
            /** @description Its unit. */
            unit: string;
            /**
             * Format: double
             * @description The figure.
             */
            value?: number | null;
        };
        /** @description Something that would be refused. */
        ShownRefusal: {
            /**
             * Format: int32
             * @description The column, from 0; the whole row if absent.
             */
            column?: number | null;
            /** @description Why, as a stable code. */
            reason: string;
            /**
             * Format: int32
             * @description The row's number in the file.
             */
            row: number;
            /** @description What stands there, shortened. */
            text: string;
        };
        /** @description A new secret. It is shown this once and kept nowhere. */
        ShownSecret: {
            holder: string;
            /** @description The MQTT password of a meter, or the token of a push client. */
            secret: string;
            /** @description The MQTT user name of a meter. */
            user_name?: string | null;
        };
        /** @description That an alarm is put aside. Its terms run on. */
        Snooze: {
            at: components["schemas"]["Time"];
            by: components["schemas"]["Person"];
            reason: string;
            until: components["schemas"]["Time"];
        };
        /** @description Until when an alarm may be put aside now, at most. */
        SnoozeLimit: {
            at: components["schemas"]["Time"];
            why: components["schemas"]["Why"];
        };
        /** @description Body of `snooze`. */
        SnoozeUntil: {
            reason: string;
            /** @description Until when, as in `2020-08-30T14:00:00+08:00`. */
            until: string;
        };
        /** @description Everything about one station. */
        Station: components["schemas"]["StationSummary"] & {
            channels: components["schemas"]["Channel"][];
            device?: components["schemas"]["Device"] | null;
            mn?: string | null;
        };
        /** @description The index of a station's newest hour. */
        StationAir: components["schemas"]["AirIndex"] & {
            hour?: components["schemas"]["Time"] | null;
            levels: components["schemas"]["AirLevel"][];
            rule?: components["schemas"]["RuleBasis"] | null;
        };
        /** @description A station to choose. */
        StationChoice: {
            class: string;
            id: string;
            name: string;
            name_en: string;
        };
        /** @description A station with its latest readings: there are few. */
        StationSummary: {
            /** @description `national`, `provincial`, `micro` or `composition`. */
            class: string;
            district: string;
            id: string;
            last_seen?: components["schemas"]["Time"] | null;
            name: string;
            name_en: string;
            place: components["schemas"]["Place"];
            readings: components["schemas"]["LatestReading"][];
            status: components["schemas"]["Status"];
        };
        /**
         * @description How something stands now. On pages a colour, a shape and a word.
         * @enum {string}
         */
        Status: "normal" | "unknown" | "declared" | "silent" | "alarm";
        /** @description One step of an alarm's life, as the ledger has it. */
        Step: {
            actor: components["schemas"]["StepActor"];
            at: components["schemas"]["Time"];
            /** @description The event's body. */
            details: Record<string, never>;
            /** @description The event's kind, as in `alarm.accepted`. */
            kind: string;
            /**
             * Format: int64
             * @description Its place in the ledger.
             */
            sequence: number;
            /** Format: int64 */
            version: number;
        };
        /** @description Who did a step. */
        StepActor: {
            id: string;
            /** @enum {string} */
            kind: "user";
            name: string;
            role: string;
        } | {
            /** @enum {string} */
            kind: "system";
            name: string;
        };
        /** @description When a stop ends, earlier than was said. */
        StopEnd: {
            /** @description RFC 3339. */
            at: string;
        };
        /**
         * @description How a declared stop stands.
         * @enum {string}
         */
        StopState: "coming" | "running" | "over" | "withdrawn";
        /** @description Why a stop does not count. */
        StopWithdrawal: {
            reason: string;
        };
        /** @description What an alarm is about. */
        Subject: {
            id: string;
            /** @description `outlet`, `treatment_unit`, `logger` or `meter`. */
            kind: string;
            name: string;
            name_en: string;
        };
        /** @description One step. */
        SummaryStep: {
            /**
             * Format: int64
             * @description Values in it.
             */
            count: number;
            /**
             * Format: int64
             * @description Of these, figures that may be used as evidence; mean, least and greatest are over these.
             */
            evidence: number;
            /** Format: double */
            max?: number | null;
            /** Format: double */
            mean?: number | null;
            /** Format: double */
            min?: number | null;
            start: components["schemas"]["Time"];
        };
        /** @description A day of a factor. */
        TableDay: {
            /** @description As in `2020-08-30`. */
            date: string;
            figure: components["schemas"]["TableFigure"];
            /**
             * Format: int32
             * @description Valid hours over that limit which are not counted, since the enterprise marked a work condition.
             */
            hours_excused?: number | null;
            /**
             * Format: int32
             * @description Valid hours that count over the limit of hour means; absent where there is none.
             */
            hours_over?: number | null;
            /** @description Whether the day mean is over its limit; absent where there is no limit, or no mean that counts. */
            over?: boolean | null;
        };
        /** @description A factor of an outlet over a period. */
        TableFactor: {
            days: components["schemas"]["TableDay"][];
            factor: string;
            /** @description The limits of day and hour means at the period's end. */
            limits: components["schemas"]["Limit"][];
            months: components["schemas"]["TableMonth"][];
            name: string;
            name_en: string;
            /** @description `kg` or `m³`; absent where nothing can be added up. */
            total_unit?: string | null;
            unit: string;
            whole: components["schemas"]["TableFigure"];
        };
        /** @description A figure over a day or longer. */
        TableFigure: {
            /**
             * Format: double
             * @description Mean of the converted (折算) figures of the device.
             */
            converted?: number | null;
            /**
             * Format: int32
             * @description Valid hours of the day or days of the month, where it is `short`.
             */
            have?: number | null;
            /** Format: int32 */
            hours: number;
            /**
             * Format: int32
             * @description How many it takes.
             */
            least?: number | null;
            /**
             * Format: double
             * @description The greatest hour mean.
             */
            max?: number | null;
            /**
             * Format: double
             * @description Absent where nothing valid came: never zero instead.
             */
            mean?: number | null;
            /** Format: int32 */
            received: number;
            /** @description `valid`, `short`, `stopped`, `running`, `no_rule` or `no_data`. */
            standing: string;
            /** Format: int32 */
            stopped: number;
            /**
             * Format: double
             * @description kg, of a flow m³.
             */
            total?: number | null;
            /**
             * Format: int32
             * @description In how many hours.
             */
            total_hours: number;
            /** Format: int32 */
            valid: number;
            /** @description Whether it is weighted by flow. */
            weighted: boolean;
        };
        /** @description A month of a factor. */
        TableMonth: {
            figure: components["schemas"]["TableFigure"];
            /** @description As in `2020-08`. */
            month: string;
        };
        /** Format: date-time */
        Time: string;
        /** @description Something that happened to an enterprise. */
        TimelineEntry: {
            at: components["schemas"]["Time"];
            /** @description The event's kind, as in `alarm.raised`. */
            kind: string;
            /** Format: int64 */
            sequence: number;
            /** @description The stream it stands in, as in `alarm/A20200830-0001`. */
            stream: string;
        };
        /** @description One item of what a logger told. */
        ToldItem: {
            name: string;
            value: string;
        };
        /** @description How an alarm stands that a tracing comes from. */
        TracingAlarm: {
            branch?: components["schemas"]["Named"] | null;
            id: string;
            note?: string | null;
            /** @description What its verification found. */
            outcome?: string | null;
            stage: string;
        };
        /** @description What the stations measured by the wind of that time. */
        TracingByWind: {
            /** @description Sectors of the compass that there are, the first one around north. */
            sectors: number;
            /** @description The beginnings of the classes of speed, m/s. */
            speeds: number[];
            stations: components["schemas"]["TracingStationByWind"][];
        };
        TracingCalm: {
            count: number;
            /**
             * Format: double
             * @description µg/m³.
             */
            mean: number;
        };
        /** @description Somebody who may be a source. */
        TracingCandidate: {
            district?: components["schemas"]["Named"] | null;
            enterprise: components["schemas"]["Named"];
            /** @description Whether the register has an outlet to air of it. */
            has_outlet: boolean;
            /**
             * Format: double
             * @description In what part of the anomaly air that passed over it came to the station, 0 to 1.
             */
            in_reach: number;
            /** @description Where its outlets are, or its gate. */
            places: components["schemas"]["Place"][];
            /** Format: double */
            probability: number;
            rate?: components["schemas"]["TracingRate"] | null;
            /** @description The weightiest first. */
            reasons: components["schemas"]["TracingReason"][];
            /**
             * Format: double
             * @description How far above it the plume is carried, m, as far as the register tells.
             */
            rise_m?: number | null;
            /**
             * Format: double
             * @description The height of its lowest outlet's mouth as the register has it, m.
             */
            stack_m?: number | null;
            /**
             * Format: int64
             * @description For how long of the record all its lines stood still, s; absent where its meters do not tell.
             */
            still_s?: number | null;
            trade_code: string;
            /** @description Whether the account sees the enterprise's own page. */
            visible: boolean;
        };
        /** @description What came of making a ranking again from its frozen input. */
        TracingChecked: {
            found: string;
            input: string;
            /** @description How it was made then, and now. */
            method?: string | null;
            method_now: string;
            /**
             * Format: double
             * @description The greatest difference of two probabilities.
             */
            most?: number | null;
            /** @description `same`, `alike` (but for the last digits), `differs`, or `unreadable`: what was kept was altered, or is gone. */
            result: string;
            version: number;
            why?: string | null;
        };
        /** @description How a tracing ended. */
        TracingClosing: {
            at: components["schemas"]["Time"];
            /** Format: double */
            brier?: number | null;
            by: string;
            enterprises: components["schemas"]["Named"][];
            hit?: components["schemas"]["TracingHit"] | null;
            verdict: components["schemas"]["TracingVerdict"];
            words: string;
        };
        /**
         * @description What an account may do with a tracing.
         * @enum {string}
         */
        TracingCommand: "renew" | "ask_cruise" | "accept_cruise" | "end_cruise" | "close";
        /** @description What to measure next: the pieces of a cruise that tell the leading hypotheses apart best. */
        TracingCruise: {
            /**
             * Format: double
             * @description From where the wind is taken to blow; none where it is not known, or nothing is left to be told apart.
             */
            from_deg?: number | null;
            /** @description In the order of the drive. */
            pieces: components["schemas"]["TracingCruisePiece"][];
            /** Format: double */
            speed_m_s?: number | null;
            /** @description Where it begins. */
            start: components["schemas"]["Place"];
            /**
             * Format: double
             * @description Everything in straight lines, m: roads are longer.
             */
            total_m: number;
        };
        TracingCruisePiece: {
            /** @description Behind whom the plume is crossed. */
            behind: components["schemas"]["TracingThing"];
            /** @description Where on it most is told. */
            best: components["schemas"]["Place"];
            /**
             * Format: double
             * @description How far downwind, m.
             */
            downwind_m: number;
            /**
             * Format: double
             * @description How much is learned on it, nats.
             */
            gain: number;
            /** Format: double */
            length_m: number;
            /** @description In the direction of the drive. */
            points: components["schemas"]["Place"][];
            /** @description What each hypothesis would show there, the most probable first. */
            predicted: components["schemas"]["TracingPredicted"][];
            /**
             * Format: double
             * @description From the end of the piece before it, m.
             */
            way_m: number;
        };
        /** @description Everything about a tracing. */
        TracingDetail: components["schemas"]["TracingSummary"] & {
            allowed: components["schemas"]["TracingCommand"][];
            assumed: components["schemas"]["TracingRemark"][];
            closing?: components["schemas"]["TracingClosing"] | null;
            /** @description The record that was looked at. */
            from: components["schemas"]["Time"];
            from_alarm?: components["schemas"]["TracingAlarm"] | null;
            history: components["schemas"]["TracingStep"][];
            instruments: components["schemas"]["TracingInstrument"][];
            missing: components["schemas"]["TracingRemark"][];
            place: components["schemas"]["Place"];
            ranking?: components["schemas"]["TracingRanking"] | null;
            /** @description Why somebody asked. */
            reason?: string | null;
            /** @description Which version is shown. */
            shown: number;
            /** @description Vans that were asked to measure, the last one first. */
            tasks: components["schemas"]["TracingTask"][];
            to: components["schemas"]["Time"];
            /** @description What cruises measured. */
            tracks: components["schemas"]["TracingTrack"][];
            /**
             * Format: int64
             * @description The version that a command must name.
             */
            version: number;
            versions: components["schemas"]["TracingVersion"][];
            wind: components["schemas"]["TracingWind"][];
        };
        /** @description How good the rankings were that were scored. */
        TracingFigures: {
            among_three: number;
            /**
             * Format: double
             * @description The mean Brier score, 0 is best; none without any.
             */
            brier?: number | null;
            /** @description Tracings that are closed. */
            closed: number;
            first: number;
            /** @description Of these, those in which it was found out. */
            scored: number;
            /** @description Probabilities by tenths. */
            tenths: components["schemas"]["TracingTenth"][];
        };
        /**
         * @description How well the ranking did, once it is known what turned out.
         * @enum {string}
         */
        TracingHit: "first" | "among_three" | "missed";
        /** @description One hypothesis: these sources together and no other. */
        TracingHypothesis: {
            /** Format: double */
            probability: number;
            /** @description What it would have made the stations show; of the most probable hypotheses alone. */
            series: components["schemas"]["TracingSeries"][];
            things: components["schemas"]["TracingThing"][];
        };
        /** @description A station whose values were looked at. */
        TracingInstrument: {
            /** @description `realtime`, `minute`, `hour` or `day`; `track` of a cruise. */
            granularity: string;
            /**
             * Format: double
             * @description Its greatest value, µg/m³.
             */
            greatest: number;
            place: components["schemas"]["Place"];
            station: components["schemas"]["Named"];
            values: number;
        };
        TracingList: {
            figures: components["schemas"]["TracingFigures"];
            /** @description The one opened last first. */
            items: components["schemas"]["TracingSummary"][];
            /** @description Whether the account may open one. */
            may_open: boolean;
            /** @description Stations and factors that can be asked, for the form. */
            stations: components["schemas"]["TracingStation"][];
            /** @description How many the account may see in all. */
            total: number;
        };
        /** @description What the sources of a hypothesis would add near the ground. */
        TracingPlume: {
            columns: number;
            /** @description The mean between these. */
            from: components["schemas"]["Time"];
            north_east: components["schemas"]["Place"];
            rows: number;
            south_west: components["schemas"]["Place"];
            to: components["schemas"]["Time"];
            /** @description By cell, from west to east and then from south to north, µg/m³. */
            values: number[];
        };
        /** @description Some minutes of a station, µg/m³. */
        TracingPoint: {
            at: components["schemas"]["Time"];
            /** Format: double */
            background: number;
            /** Format: double */
            measured: number;
            /**
             * Format: double
             * @description With what the hypothesis adds to the background.
             */
            modelled: number;
        };
        TracingPredicted: {
            /**
             * Format: double
             * @description Above the background, µg/m³.
             */
            added: number;
            /** Format: double */
            probability: number;
            /** @description None: no source near. */
            things: components["schemas"]["TracingThing"][];
            /**
             * Format: double
             * @description A standard deviation of that, µg/m³.
             */
            uncertain: number;
        };
        /** @description Something with its probability. */
        TracingProbable: {
            /** Format: double */
            probability: number;
            thing: components["schemas"]["TracingThing"];
        };
        /** @description A ranking. */
        TracingRanking: {
            /** @description The most probable first. */
            candidates: components["schemas"]["TracingCandidate"][];
            /** @description The most probable first. */
            hypotheses: components["schemas"]["TracingHypothesis"][];
            /**
             * Format: double
             * @description That nobody near is needed.
             */
            nobody: number;
            reach: components["schemas"]["TracingStrip"][];
            /**
             * Format: double
             * @description How much a stretch's evidence counts beside its neighbours', 0 to 1.
             */
            trust: number;
            unregistered: components["schemas"]["TracingUnregistered"];
        };
        /** @description An emission rate, kg/h. */
        TracingRate: {
            /** Format: double */
            high: number;
            /**
             * Format: double
             * @description It lies between these with nine of ten.
             */
            low: number;
            /** Format: double */
            middle: number;
        };
        /** @description What one station says for or against somebody as the only source. */
        TracingReason: {
            /**
             * Format: double
             * @description Outside of them it measured so much above its background.
             */
            elsewhere: number;
            /**
             * Format: double
             * @description … where so much would be expected.
             */
            expected: number;
            /**
             * Format: double
             * @description Above its background it measured so much in them, µg/m³ …
             */
            measured: number;
            station: components["schemas"]["Named"];
            /** @description In how many stretches of some minutes the candidate's air would have reached the station. */
            stretches: number;
            /**
             * Format: double
             * @description Positive: for.
             */
            weight: number;
        };
        /** @description What was taken, or is missing: a code that pages translate, with its figures. */
        TracingRemark: {
            code: string;
            count?: number | null;
            /** Format: int32 */
            percent?: number | null;
            stations: components["schemas"]["Named"][];
            /**
             * Format: double
             * @description ℃, where one was taken.
             */
            taken_celsius?: number | null;
            /**
             * Format: double
             * @description m, where one was taken.
             */
            taken_m?: number | null;
        };
        /** @description A station's values beside what a hypothesis makes of them. */
        TracingSeries: {
            points: components["schemas"]["TracingPoint"][];
            station: components["schemas"]["Named"];
        };
        /**
         * @description How far a tracing is.
         * @enum {string}
         */
        TracingStage: "running" | "ranked" | "not_possible" | "failed" | "closed";
        /** @description A station that can be asked. */
        TracingStation: {
            factors: components["schemas"]["Named"][];
            station: components["schemas"]["Named"];
        };
        TracingStationByWind: {
            calm?: components["schemas"]["TracingCalm"] | null;
            cells: components["schemas"]["TracingWindCell"][];
            station: components["schemas"]["Named"];
            /** @description So many values were measured when the wind was not known. */
            without_wind: number;
        };
        /** @description One step. */
        TracingStep: {
            at: components["schemas"]["Time"];
            by: string;
            kind: string;
            /** Format: int64 */
            sequence: number;
            words?: string | null;
        };
        /** @description The strip in which the air of an instant came, with nine of ten. */
        TracingStrip: {
            at: components["schemas"]["Time"];
            /** @description Around it. */
            edge: components["schemas"]["Place"][];
            middle: components["schemas"]["Place"][];
        };
        /** @description A tracing in a list. */
        TracingSummary: {
            /** @description The alarm that it was opened from. */
            alarm?: string | null;
            anomaly_from: components["schemas"]["Time"];
            anomaly_to: components["schemas"]["Time"];
            district: components["schemas"]["Named"];
            factor: components["schemas"]["Named"];
            first?: components["schemas"]["TracingProbable"] | null;
            /** @description Who it was, where it was an enterprise of the register. */
            found: components["schemas"]["Named"][];
            hit?: components["schemas"]["TracingHit"] | null;
            id: string;
            opened_at: components["schemas"]["Time"];
            stage: components["schemas"]["TracingStage"];
            station: components["schemas"]["Named"];
            task?: components["schemas"]["TracingTaskStage"] | null;
            verdict?: components["schemas"]["TracingVerdict"] | null;
        };
        /** @description The task of a van. */
        TracingTask: {
            accepted_at?: components["schemas"]["Time"] | null;
            accepted_by?: string | null;
            at: components["schemas"]["Time"];
            by: string;
            ended_at?: components["schemas"]["Time"] | null;
            ended_by?: string | null;
            stage: components["schemas"]["TracingTaskStage"];
            /** @description Who should drive; absent where whoever may. */
            to?: string | null;
            /** @description The version, from 0, that its track made. */
            version?: number | null;
            /** @description Why it brought nothing. */
            why?: string | null;
            words: string;
        };
        /**
         * @description How far a van's task is.
         * @enum {string}
         */
        TracingTaskStage: "asked" | "accepted" | "driven" | "ended";
        /** @description The probabilities of a tenth, and how often it turned out so. */
        TracingTenth: {
            count: number;
            /**
             * Format: double
             * @description Their mean; none without any.
             */
            mean?: number | null;
            true_count: number;
        };
        /** @description What a ranking gives a probability. */
        TracingThing: {
            enterprise: components["schemas"]["Named"];
            /** @enum {string} */
            kind: "enterprise";
        } | {
            /** @enum {string} */
            kind: "unregistered";
        } | {
            /** @enum {string} */
            kind: "nobody";
        };
        /** @description What a cruise measured along its track. */
        TracingTrack: {
            /**
             * Format: double
             * @description How high above the ground it was measured, m, where that is known.
             */
            height_m?: number | null;
            /** @description The name of its file. */
            name: string;
            points: components["schemas"]["TracingTrackPoint"][];
        };
        TracingTrackPoint: {
            at: components["schemas"]["Time"];
            place: components["schemas"]["Place"];
            /**
             * Format: double
             * @description µg/m³.
             */
            value: number;
        };
        /** @description A source in no register. */
        TracingUnregistered: {
            place?: components["schemas"]["Place"] | null;
            /** Format: double */
            probability: number;
            /**
             * Format: double
             * @description The distance from there that holds half of its probability, m.
             */
            radius_m?: number | null;
            rate?: components["schemas"]["TracingRate"] | null;
        };
        /**
         * @description What turned out.
         * @enum {string}
         */
        TracingVerdict: "enterprises" | "not_in_register" | "regional" | "not_found";
        /** @description A version of the ranking. */
        TracingVersion: {
            at: components["schemas"]["Time"];
            /** @description `opened`, `again` or `track`. */
            cause: string;
            done_at?: components["schemas"]["Time"] | null;
            first?: components["schemas"]["TracingProbable"] | null;
            /** @description SHA-256 of what came of it. */
            found?: string | null;
            /** @description SHA-256 of the frozen input. */
            input: string;
            method?: string | null;
            number: number;
            /** @description `running`, `ranked`, `not_possible` or `failed`. */
            state: string;
            /** @description Why the program failed. */
            why?: string | null;
        };
        /** @description The wind of an hour at a mast. */
        TracingWind: {
            at: components["schemas"]["Time"];
            /**
             * Format: double
             * @description Absent where the vane stood still.
             */
            from_deg?: number | null;
            place: components["schemas"]["Place"];
            /** Format: double */
            speed_m_s: number;
        };
        TracingWindCell: {
            count: number;
            /**
             * Format: double
             * @description The mean, µg/m³.
             */
            mean: number;
            /** @description Clockwise from 0 around north. */
            sector: number;
            /** @description The class of speed. */
            speed: number;
        };
        /** @description What would be taken of a track, and what not and why. */
        TrackPreview: {
            column: string;
            /** @description The first of them. */
            first_refused: components["schemas"]["TrackRefused"][];
            /** @description `csv`, `gpx` or `geojson`; `beside` of a table whose places stand in another file. */
            format: string;
            from?: components["schemas"]["Time"] | null;
            /**
             * Format: double
             * @description The greatest value, µg/m³.
             */
            greatest?: number | null;
            /** @description The heights above the ground that the file tells, m, the lowest first. */
            heights_m: number[];
            notes: components["schemas"]["TrackRemark"][];
            /** @description How many rows would not, by reason. */
            refused: {
                [key: string]: number;
            };
            /** @description Rows that would be taken; of a profile those of its lowest height. */
            taken: number;
            to?: components["schemas"]["Time"] | null;
        };
        TrackRefused: {
            /** @description `time`, `outside_record`, `same_time`, `place`, `jump`, `no_place_then`, `value` or `negative`. */
            reason: string;
            /** @description From 1, without a head. */
            row: number;
        };
        /** @description What somebody should know of a track. */
        TrackRemark: {
            datum: string;
            /** @enum {string} */
            kind: "converted";
        } | {
            from: components["schemas"]["Time"];
            /** @enum {string} */
            kind: "gap";
            to: components["schemas"]["Time"];
        } | {
            /** Format: int64 */
            hours: number;
            /** @enum {string} */
            kind: "perhaps_zone";
        };
        /** @description The files of a cruise. */
        TrackUpload: {
            /**
             * Format: binary
             * @description What was measured: CSV, GPX or GeoJSON.
             */
            file: string;
            /**
             * Format: binary
             * @description Where, by time, if that is not in the same file: GPX, or any of the others.
             */
            places?: string | null;
        };
        /** @description Rates within the account's scope. */
        TransmissionPage: {
            items: components["schemas"]["TransmissionRow"][];
            next_cursor?: string | null;
            period: components["schemas"]["PeriodSpan"];
            targets: components["schemas"]["RateTarget"][];
            total: number;
            /** @description Of everything that fits the filter. */
            whole: components["schemas"]["Rates"];
        };
        /** @description The rates of an outlet, an enterprise or a district. */
        TransmissionRow: {
            counted_from?: components["schemas"]["Time"] | null;
            district: components["schemas"]["Named"];
            enterprise?: components["schemas"]["Named"] | null;
            /** @description `air` or `water`, of an outlet. */
            medium?: string | null;
            outlet?: components["schemas"]["Named"] | null;
            /** @description How many outlets the row stands for. */
            outlets: number;
            rates: components["schemas"]["Rates"];
        };
        /** @description A treatment facility. */
        TreatmentUnit: {
            id: string;
            meter?: components["schemas"]["Meter"] | null;
            name: string;
            name_en: string;
            outlet?: string | null;
            /** @description Ids of the lines it treats. */
            treats: string[];
        };
        /** @description Why an import is undone. */
        Undoing: {
            reason: string;
        };
        /** @description The form of an upload. */
        Upload: {
            /**
             * Format: binary
             * @description JPEG, PNG, WebP, MP4 or PDF, at most 20 MiB.
             */
            file: string;
        };
        /** @description A file that can be imported. */
        UploadedSheet: {
            /** @description Of CSV: `UTF-8`, `GB18030`, `UTF-16LE` or `UTF-16BE`. */
            encoding?: string | null;
            /** @description Its hash, by which the other routes name it. */
            file: string;
            /** @description `csv`, `xlsx` or `xls`. */
            format: string;
            name: string;
            /** @description Of CSV: what separates its columns. */
            separator?: string | null;
            sheets: components["schemas"]["SheetName"][];
            /** @description Whether its serial dates count from 1904. */
            since_1904: boolean;
        };
        /** @description An account. */
        User: {
            id: string;
            login: string;
            name: string;
            /** @description `duty_officer`, `branch_officer`, `enterprise_user`, `leader`, `inspector_general` or `administrator`. */
            role: string;
            scope: components["schemas"]["ScopeBody"];
        };
        /** @description From how much a mean counts. */
        ValidityRule: {
            /** Format: int32 */
            day_hours_least: number;
            /** Format: int32 */
            february_days_least: number;
            /** Format: int32 */
            hour_minutes_least: number;
            /** Format: int32 */
            month_days_least: number;
            rule: components["schemas"]["RuleBasis"];
        };
        /** @description An alarm that a rule in shadow would not have raised. */
        VanishingAlarm: {
            id: string;
            /** @description What its verification found, if there was one. */
            outcome?: string | null;
            raised_at: components["schemas"]["Time"];
            severity: string;
            subject: components["schemas"]["Subject"];
        };
        /** @description What a verification found. */
        VerificationBody: {
            /** Format: int64 */
            checkpoints: number;
            /** Format: int64 */
            events: number;
            faults: components["schemas"]["FaultBody"][];
            ok: boolean;
            /**
             * Format: int64
             * @description How many more faults there are than are listed.
             */
            unlisted_faults: number;
        };
        /** @description Body of `verify`. */
        Verify: {
            files?: string[];
            mode: components["schemas"]["VerifyMode"];
            note: string;
            outcome: components["schemas"]["Outcome"];
        };
        /**
         * @description How a verification was done.
         * @enum {string}
         */
        VerifyMode: "on_site" | "off_site";
        /** @description A logger in the waiting room. */
        WaitingLogger: {
            first_seen: components["schemas"]["Time"];
            /** Format: int64 */
            frames: number;
            last_seen: components["schemas"]["Time"];
            latest: components["schemas"]["WaitingValue"][];
            mn: string;
            peer?: string | null;
            system?: components["schemas"]["CodeInWords"] | null;
        };
        /** @description The latest value of one factor, as the device wrote it. */
        WaitingValue: {
            factor: string;
            value: string;
        };
        /** @description Body of `wake`: an empty object. */
        Wake: Record<string, never>;
        /** @description The sections with surface-water data. */
        WaterStatistics: {
            period: components["schemas"]["PeriodSpan"];
            rule?: components["schemas"]["RuleBasis"] | null;
            sections: components["schemas"]["Section"][];
        };
        /** @description Why a due time is what it is. */
        Why: {
            /** @description Whether the rule is made up for demonstration. */
            illustrative: boolean;
            /** @description The pack and its version. */
            pack: string;
            /** @description The rule's id in its pack. */
            rule: string;
            source: string;
            /** @description The derivation, step by step. */
            steps: components["schemas"]["WhyStep"][];
            /** @description Whether nobody has checked the rule at its source. */
            unverified: boolean;
            version: string;
        };
        /** @description One step of a derivation. */
        WhyStep: {
            en: string;
            zh: string;
        };
        /** @description The wind, as the stations that measure it say (vector mean of the last readings). */
        Wind: {
            /**
             * Format: double
             * @description Where it comes from, degrees of the compass.
             */
            direction_deg: number;
            /** Format: double */
            speed_ms: number;
            /** @description How many stations the mean is of. */
            stations: number;
            time: components["schemas"]["Time"];
        };
        /** @description The value that is farthest above its upper limit, or else below its lower one. */
        WorstValue: {
            factor: string;
            /**
             * Format: double
             * @description The value over the upper limit.
             */
            limit_ratio: number;
            outlet: string;
            time: components["schemas"]["Time"];
            /** Format: double */
            value: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_alarm_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmGroup"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_on_alarm_group: {
        parameters: {
            query?: never;
            header: {
                /** @description a fresh UUID for every act of a person, the same for its parts */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupDone"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_alarms: {
        parameters: {
            query?: {
                state?: "open" | "closed" | "all";
                kind?: string;
                severity?: string;
                stage?: string;
                district?: string;
                enterprise?: string;
                /** @description Those on which this account is the officer; `me` for the viewer's own. */
                assignee?: string;
                /** @description Those that wait for this account now: theirs is the next step, and they are not put aside. */
                mine?: boolean;
                /** @description Those that are put aside, or those that are not; for offices. */
                snoozed?: boolean;
                /** @description Those of a group, by its id. */
                group?: string;
                /** @description `false` leaves out those that are in groups. */
                grouped?: boolean;
                /** @description A part of a name, an id or a trade. */
                q?: string;
                sort?: "due" | "raised" | "severity";
                order?: "asc" | "desc";
                /** @description Where the page before ended. */
                cursor?: string;
                /** @description 1 to 200, 50 unless said. */
                limit?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_alarm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Accept"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assign"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    close: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Close"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    escalate: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Escalate"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    explain: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Explain"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    hand_on: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    merge: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInto"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_back: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Return"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    separate: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Separate"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    snooze: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnoozeUntil"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verify"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    wake: {
        parameters: {
            query?: never;
            header: {
                /** @description the version seen, in quotes */
                "If-Match": string;
                /** @description a fresh UUID for every attempt of a person */
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Wake"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlarmDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_case_deadlines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseDueList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_cases: {
        parameters: {
            query?: {
                /** @description Only those in which something is still to be done. */
                open?: boolean;
                /** @description Only those at this stage. */
                stage?: string;
                /** @description Only those of this district. */
                district?: string;
                /** @description Only those of this party. */
                party?: string;
                /** @description Only those that were decided so, and the decision stands: `penalty`, `no_penalty` or `not_established`. */
                outcome?: string;
                /** @description Only those that were opened in this year. */
                year?: number;
                /** @description Words of the party's name, the case's id or what is suspected. */
                q?: string;
                /** @description Where the page begins, as the answer before said. */
                cursor?: string;
                /** @description At most so many, 1 to 500. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_case: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCase"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_in_case: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_case_decision_document: {
        parameters: {
            query: {
                /** @description As which file. */
                format: "pdf" | "docx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_case_law: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseLaw"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    propose_case_tier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseProposalAsked"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseProposal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reckon_case_fine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseFineGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseFine"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialRow"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    issue_credential: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownSecret"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_credential: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                holder: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Revocation"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rotate_credential: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                holder: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownSecret"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_declared_stop: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopEnd"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclaredStop"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    withdraw_declared_stop: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StopWithdrawal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclaredStop"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    device_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRequest"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_device_request: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRequest"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_draws: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_draw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDraw"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_draw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    abandon_draw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_draw_candidates: {
        parameters: {
            query?: {
                /** @description Only objects of this district. */
                district?: string;
                /** @description Scores of environmental credit below it make a class of their own. */
                credit_below?: number;
                /** @description Whether objects are left out that were drawn this year already. */
                not_again?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawCandidates"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    commit_draw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPlan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_draw_inspections: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionsOpened"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    publish_draw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_draw_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description docs/draw.md §9 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reveal_draw_secret: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawReveal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    take_draw_round: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawRoundGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_draw_share: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawShare"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    void_draw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawReason"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DrawDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_enforcers: {
        parameters: {
            query?: {
                /** @description A part of a number, name or unit. */
                q?: string;
                /** @description Only those whose certificate has ended, or ends within so many days. */
                ending_within?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnforcerList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_enforcer_availability: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Availability"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_enterprises: {
        parameters: {
            query?: {
                /** @description A part of its name, code or trade. */
                q?: string;
                district?: string;
                status?: "normal" | "unknown" | "declared" | "silent" | "alarm";
                /** @description Where the page before ended. */
                cursor?: string;
                /** @description 1 to 500, 100 unless said. */
                limit?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnterprisePage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_enterprise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enterprise"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_production_orders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductionOrderList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    issue_production_order: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrder"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductionOrder"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Upload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileLink"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download: {
        parameters: {
            query: {
                expires: number;
                signature: string;
            };
            header?: never;
            path: {
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    begin_import: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunImport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    upload_sheet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SheetUpload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedSheet"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    propose_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuessRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_import_refusals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            /** @description row, column, reason, text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rehearse_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rehearsal"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    one_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRow"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stop_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undoing"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_inspection_items: {
        parameters: {
            query?: {
                /** @description A part of a name, basis or id. */
                q?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionItemList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_inspection_objects: {
        parameters: {
            query?: {
                /** @description A part of its name, a former name, its code, one that was given up for it, or its trade. */
                q?: string;
                district?: string;
                /** @description `key`, `simplified`, `registered` or `unknown`. */
                permit?: string;
                /** @description Only those whose name stands at another object too. */
                same_name?: boolean;
                /** @description Where the page before ended. */
                cursor?: string;
                /** @description 1 to 500, 100 unless said. */
                limit?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionObjectPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_inspection_object: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionObjectDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    undo_inspection_object_change: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undoing"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    merge_inspection_objects: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenUp"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionObjectDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rename_inspection_object: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewName"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionObjectDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_inspection_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionPlanList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    approve_inspection_plan: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanApproval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionPlanDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    draft_inspection_plan: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInspectionPlan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionPlanDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_inspection_plan_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanProposal"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    return_inspection_plan: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanReturn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionPlanDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_inspections: {
        parameters: {
            query?: {
                stage?: "off_site" | "on_site" | "concluded" | "visited" | "given_up";
                /** @description Which way came first. */
                way?: "off_site" | "on_site";
                finding?: "nothing" | "minor" | "violation";
                /** @description A draw's id. */
                draw?: string;
                district?: string;
                /** @description The first characters of a trade code, or `unknown`. */
                trade?: string;
                /** @description An enterprise's credit code. */
                enterprise?: string;
                /** @description Only those with such a cause, or of a figure of the numbers. */
                cause?: "complaint" | "assignment" | "anomaly" | "emergency";
                figure?: "assigned" | "open" | "overdue" | "escalated" | "visited_again" | "found_later";
                /** @description Only those for which nobody had to go, or only the others. */
                avoided?: boolean;
                /** @description When it was opened, as in `2020`, `2020-Q3` or `2020-08`. */
                period?: string;
                /** @description A part of a name or code. */
                q?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    assign_inspection: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInspection"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_inspection_numbers: {
        parameters: {
            query?: {
                /** @description In which period the inspections were opened, as in `2020` or `2020-Q3`; this year unless said. */
                period?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionNumbers"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_inspection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_on_inspection: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InspectionAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_inspection_document: {
        parameters: {
            query: {
                /** @description As which file. */
                format: "pdf" | "docx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    gather_inspection_dossier: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GatherDossier"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabExport"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    run_query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabQuestion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabAnswer"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    query_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabProgress"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_query: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_saved_queries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedQueryBody"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    save_query: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedQueryChange"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_saved_query: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedQueryChange"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_saved_query: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    lab_tables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabTables"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ledger_head: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeadBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    consistency: {
        parameters: {
            query: {
                from: number;
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyBody"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                /** @description One stream, as in `alarm/A20200830-0001`. */
                stream?: string;
                /** @description The first sequence; the newest events unless said. */
                from?: number;
                /** @description 1 to 500, 50 unless said. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventBody"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    proof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sequence: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProofBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    seals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealsBody"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    verify_ledger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_library_imports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryImportRow"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    import_library: {
        parameters: {
            query: {
                kind: "objects" | "enforcers" | "items";
            };
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SheetUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryImportRow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    preview_library_import: {
        parameters: {
            query: {
                kind: "objects" | "enforcers" | "items";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SheetUpload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryPreview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    undo_library_import: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Undoing"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    waiting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingLogger"][];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    adopt: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Adoption"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    first_connection: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFirstConnection"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRequest"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_logger_key: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    remove_logger_key: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rotate_logger_key: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_logger_profile: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_device_requests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRequestList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_device: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                mn: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeviceRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceRequest"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    map: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Map"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_marking_day: {
        parameters: {
            query?: {
                standing?: "open" | "marked" | "confirmed" | "no_objection" | "no_rule";
                district?: string;
                /** @description Only outlets with hours over their limit. */
                over?: boolean;
                /** @description A part of a name or an id. */
                q?: string;
                /** @description Where the page before ended. */
                cursor?: string;
                /** @description 1 to 500, 100 unless said. */
                limit?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                /** @description as in 2020-08-30 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkingDayList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept_marking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkingAcceptance"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_marking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMarking"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    contest_marking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkingContest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    withdraw_marking: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkingWithdrawal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    meter_series: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    meter_summary: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                /** @description Of the readings to be summarised. */
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description Length of a step, s: from 60 to a year. Steps are counted from `from`. */
                step_s: number;
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesSummary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    officers: {
        parameters: {
            query?: {
                district?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Officer"][];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_declared_stops: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclaredStopList"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    declare_stop: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStop"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclaredStop"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet_gaps: {
        parameters: {
            query?: {
                /** @description Days before now, 1 to 31; three unless said. */
                days?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GapList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_marking_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description as in 2020-08-30 */
                day: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkingDay"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    confirm_marking_day: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkingConfirmation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarkingDay"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    mark_data: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMarking"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marking"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet_readings: {
        parameters: {
            query: {
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutletReadings"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet_series: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet_summary: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                /** @description Of the readings to be summarised. */
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description Length of a step, s: from 60 to a year. Steps are counted from `from`. */
                step_s: number;
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesSummary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_positive_list: {
        parameters: {
            query?: {
                stage?: "proposed" | "withdrawn" | "declined" | "on_notice" | "objection" | "listed" | "expired" | "removed";
                /** @description A category's id. */
                category?: string;
                /** @description A part of a name or code. */
                q?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositiveList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_positive_list_badges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBadges"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    look_again_at_positive_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookedAgain"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_positive_list_standing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListStanding"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    act_on_positive_list: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListAct"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListStanding"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    check_for_positive_list: {
        parameters: {
            query: {
                /** @description A category's id. */
                category: string;
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    lift_production_order: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderLifting"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductionOrder"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_public_draws: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicDraws"];
                };
            };
        };
    };
    get_public_draw_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description docs/draw.md §9 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_public_draw_results: {
        parameters: {
            query?: {
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicResults"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_public_positive_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicPositiveList"];
                };
            };
        };
    };
    push_readings: {
        parameters: {
            query?: never;
            header: {
                /** @description Bearer and the token */
                Authorization: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_reminders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reminders"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleBook"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    propose_rule: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rule_precision: {
        parameters: {
            query?: {
                /** @description The present month and those before it; 12 if it is left out. */
                months?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrecisionReport"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    activate_rule: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleActivation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"] | null;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replay_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stop_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replay"] | null;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    retire_rule: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleRetirement"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerBody"];
                };
            };
        };
    };
    who: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    station: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Station"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    station_aqi: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationAir"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    station_series: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    station_summary: {
        parameters: {
            query: {
                /** @description The factor's code, as in `w01018`. */
                factor: string;
                /** @description Of the readings to be summarised. */
                granularity: "realtime" | "minute" | "hour" | "day";
                /** @description Length of a step, s: from 60 to a year. Steps are counted from `from`. */
                step_s: number;
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesSummary"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    air_statistics: {
        parameters: {
            query?: {
                /** @description `2020-08`, `2020-Q3` or `2020`; this month unless said. */
                period?: string;
                /** @description A station's id; the first national one unless said. */
                station?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AirStatistics"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    exceedances: {
        parameters: {
            query: {
                /**
                 * @description Values are compared with the limits of their kind: samples and minute means with those for single
                 *     samples, hour and day means with those for such means.
                 */
                granularity: "realtime" | "minute" | "hour" | "day";
                group?: "trade" | "district" | "enterprise" | "outlet";
                /** @description RFC 3339 with offset; a day before `to` unless said. */
                from?: string;
                /** @description RFC 3339 with offset, exclusive; now unless said. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exceedances"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    outlet_statistics: {
        parameters: {
            query?: {
                /** @description `2020-08` or `2020-Q3`; this month unless said. */
                period?: string;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutletStatistics"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    transmission_statistics: {
        parameters: {
            query?: {
                /** @description `2020-08` or `2020-Q3`; this month unless said. */
                period?: string;
                district?: string;
                /** @description A credit code. */
                enterprise?: string;
                /** @description Outlets unless said. */
                group?: "outlet" | "enterprise" | "district";
                /** @description The effective rate unless said. */
                sort?: "effective" | "transmission" | "validity";
                /** @description The lowest first unless said; what has no rate comes last. */
                order?: "asc" | "desc";
                /** @description Where the page before ended. */
                cursor?: string;
                /** @description 1 to 500, 100 unless said. */
                limit?: number;
                format?: "json" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON, or CSV and XLSX by `Accept` or `format` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransmissionPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    water_statistics: {
        parameters: {
            query?: {
                /** @description `2020-08`, `2020-Q3` or `2020`; this month unless said. */
                period?: string;
                /** @description Whose limits hold; a river's unless said. */
                body?: "river" | "lake";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaterStatistics"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description server-sent events: alarm, device_request, readings, clock, register, reminders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_tracings: {
        parameters: {
            query?: {
                stage?: "running" | "ranked" | "not_possible" | "failed" | "closed";
                hit?: "first" | "among_three" | "missed";
                /** @description Only those with a probability of this tenth (0 to 9) that was held against what turned out. */
                tenth?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingList"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    open_tracing: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenTracing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing: {
        parameters: {
            query?: {
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing_by_wind: {
        parameters: {
            query?: {
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingByWind"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    check_tracing: {
        parameters: {
            query?: {
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingChecked"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    close_tracing: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseTracing"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing_cruise: {
        parameters: {
            query?: {
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingCruise"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ask_tracing_cruise: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskTracingCruise"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept_tracing_cruise: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    end_tracing_cruise: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndTracingCruise"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing_document: {
        parameters: {
            query: {
                format: "pdf" | "docx";
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing_input: {
        parameters: {
            query?: {
                /** @description Its number, from 0; the last one unless said. */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_tracing_plume: {
        parameters: {
            query: {
                /** @description The version's number, from 0; the last one unless said. */
                version?: number;
                /** @description Of which hypothesis, as its place in the ranking's list. */
                hypothesis: number;
                /** @description The ten minutes around this instant; the mean over the anomaly unless said. */
                at?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingPlume"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    renew_tracing: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    add_tracing_track: {
        parameters: {
            query: {
                /** @description Nobody guesses it: maps made in China shift places by hundreds of metres. */
                datum: "wgs84" | "gcj02" | "bd09";
                unit: "ug_m3" | "mg_m3";
                /** @description The column of the values, where several could hold them. */
                column?: string;
                /** @description How high above the ground the inlet is, m, where the file does not say. */
                height_m?: number;
            };
            header: {
                "If-Match": string;
                "Idempotency-Key": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TrackUpload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TracingDetail"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    preview_tracing_track: {
        parameters: {
            query: {
                /** @description Nobody guesses it: maps made in China shift places by hundreds of metres. */
                datum: "wgs84" | "gcj02" | "bd09";
                unit: "ug_m3" | "mg_m3";
                /** @description The column of the values, where several could hold them. */
                column?: string;
                /** @description How high above the ground the inlet is, m, where the file does not say. */
                height_m?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TrackUpload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackPreview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
